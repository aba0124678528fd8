import { useRef, useState } from 'preact/hooks';
import { usePressOutside } from '../ui/hooks.js';
import { Icon } from '../ui/Icon.js';
import { useShortcuts, type Shortcut } from './shortcuts.js';

const names: Record<string, string> = { escape: 'Esc' };

/** A small popover that lists the keys. */
export function ShortcutHelp({ shortcuts }: { shortcuts: Shortcut[] }) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  useShortcuts([{ key: '?', label: 'These shortcuts', run: () => setOpen((shown) => !shown) }]);
  usePressOutside(root, open, () => setOpen(false));

  return (
    <div
      class="help"
      ref={root}
      onKeyDown={(event) => {
        if (open && event.key === 'Escape') {
          event.preventDefault();
          event.stopPropagation();
          setOpen(false);
        }
      }}
    >
      <button
        type="button"
        class="glass-button"
        aria-label="Keyboard shortcuts"
        title="Keyboard shortcuts (?)"
        aria-expanded={open}
        data-testid="shortcuts"
        onClick={() => setOpen(!open)}
      >
        <Icon name="help" size={22} />
      </button>
      {open && (
        <div class="help-list" role="region" aria-label="Keyboard shortcuts" data-testid="shortcuts-list">
          <dl>
            {[...shortcuts, { key: '?', label: 'Show or hide these' }].map(({ key, label }) => (
              <div key={key}>
                <dt>
                  <kbd>{names[key] ?? key.toUpperCase()}</kbd>
                </dt>
                <dd>{label}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </div>
  );
}
