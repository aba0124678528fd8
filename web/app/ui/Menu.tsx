import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { usePressOutside } from './hooks.js';
import { Icon, type IconName } from './Icon.js';

export interface MenuItem {
  label: string;
  icon: IconName;
  testId: string;
  danger?: boolean;
  run: () => void;
}

interface MenuProps {
  label: string;
  testId: string;
  /** What the button shows. */
  children: ComponentChildren;
  items: MenuItem[];
  /** Shown above the items. */
  head?: ComponentChildren;
  /** For a button that looks unavailable but still opens to say why. */
  dimmed?: boolean;
  side?: 'below' | 'above';
}

/** A button that opens a list of actions; arrows move, Escape closes (WAI-ARIA menu button). */
export function Menu({ label, testId, children, items, head, dimmed = false, side = 'below' }: MenuProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  usePressOutside(root, open, () => setOpen(false));
  useEffect(() => {
    if (open) {
      root.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    }
  }, [open]);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const entries = [...(root.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const at = entries.indexOf(document.activeElement as HTMLElement);
    const target: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 };
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
    } else if (event.key === 'Tab') {
      setOpen(false);
    } else if (event.key in target && entries.length > 0) {
      event.preventDefault();
      entries.at(target[event.key]! % entries.length)?.focus();
    }
  };

  return (
    <div class="menu" ref={root} onKeyDown={open ? onKeyDown : undefined}>
      <button
        type="button"
        ref={button}
        class={dimmed ? 'icon-button icon-button-dimmed' : 'icon-button'}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        data-testid={testId}
        onClick={() => setOpen(!open)}
      >
        {children}
      </button>
      {open && (
        <div class={`menu-list menu-${side}`} role="menu" aria-label={label}>
          {head}
          {items.map((item) => (
            <button
              type="button"
              key={item.testId}
              role="menuitem"
              class={item.danger ? 'menu-item menu-item-danger' : 'menu-item'}
              data-testid={item.testId}
              onClick={() => {
                close();
                item.run();
              }}
            >
              <Icon name={item.icon} size={20} />
              {item.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
