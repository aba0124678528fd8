import { useState } from 'preact/hooks';
import type { Profile } from '../../sdk/index.js';
import { useSession } from '../state/context.js';
import { DeviceCheck } from '../call/DeviceCheck.js';
import { Dialog } from '../ui/Dialog.js';
import { Icon } from '../ui/Icon.js';
import { Menu } from '../ui/Menu.js';
import { verdictWords } from '../words/verdicts.js';

/** The phone icon of a conversation. Dimmed when a call would not be admitted; pressed, it says why. */
export function CallButton({ person }: { person: Profile }) {
  const { calls, eligibilities } = useSession();
  const [explaining, setExplaining] = useState(false);
  const [checking, setChecking] = useState(false);
  const eligibility = eligibilities.of(person.id);
  const name = person.display_name;

  if (eligibility && !eligibility.eligible) {
    const words = verdictWords(eligibility.verdict, name, eligibility.retry_after);
    return (
      <>
        <button
          type="button"
          class="icon-button icon-button-dimmed"
          aria-label={`You can’t call ${name}: why?`}
          title={words.title}
          data-testid="call-button"
          data-eligible="false"
          data-verdict={eligibility.verdict}
          onClick={() => {
            setExplaining(true);
            void eligibilities.refresh(person.id);
          }}
        >
          <Icon name="phone" />
        </button>
        {explaining && (
          <Dialog title={words.title} testId="call-not-allowed" onClose={() => setExplaining(false)}>
            <p class="dialog-text">{words.detail}</p>
            <div class="dialog-actions">
              {words.action && (
                <a class="button" href={words.action.href} onClick={() => setExplaining(false)}>
                  {words.action.label}
                </a>
              )}
              <button type="button" class="button button-primary" onClick={() => setExplaining(false)}>
                OK
              </button>
            </div>
          </Dialog>
        )}
      </>
    );
  }
  return (
    <>
      <Menu
        label={`Call ${name}`}
        testId="call-button"
        items={[
          { label: 'Audio call', icon: 'phone', testId: 'call-audio', run: () => void calls.place(person, 'audio') },
          { label: 'Video call', icon: 'video', testId: 'call-video', run: () => void calls.place(person, 'video') },
          { label: 'Camera and sound', icon: 'devices', testId: 'call-check', run: () => setChecking(true) },
        ]}
      >
        <Icon name="phone" />
      </Menu>
      {checking && <DeviceCheck onClose={() => setChecking(false)} />}
    </>
  );
}
