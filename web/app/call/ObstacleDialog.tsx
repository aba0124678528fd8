import { DeviceError } from '../../sdk/index.js';
import type { Obstacle } from '../state/Calls.js';
import { useSession } from '../state/context.js';
import { Dialog } from '../ui/Dialog.js';
import { deviceWords } from '../words/deviceErrors.js';
import { verdictWords, type VerdictWords } from '../words/verdicts.js';

/** A call that could not be placed: why, and what to do. */
export function ObstacleDialog({ obstacle: { attempt, error } }: { obstacle: Obstacle }) {
  const { calls } = useSession();
  const device = error instanceof DeviceError ? error : undefined;
  const words: VerdictWords = device ? deviceWords(device) : verdictWords(error.code, attempt.user.display_name, error.retryAfter);
  const again = device !== undefined || ['timeout', 'network', 'connection_lost', 'capacity', 'internal'].includes(error.code);
  const close = () => (calls.obstacle.value = undefined);
  return (
    <Dialog title={words.title} testId="call-obstacle" onClose={close}>
      <p class="dialog-text" data-testid="obstacle-detail" data-code={error.code}>
        {words.detail}
      </p>
      <div class="dialog-actions">
        {words.action && (
          <a class="button" href={words.action.href} onClick={close}>
            {words.action.label}
          </a>
        )}
        {device?.device === 'camera' && (
          <button type="button" class="button" data-testid="obstacle-audio" onClick={() => void calls.place(attempt.user, 'audio')}>
            Audio call instead
          </button>
        )}
        {again ? (
          <button
            type="button"
            class="button button-primary"
            data-testid="obstacle-retry"
            onClick={() => void calls.place(attempt.user, attempt.media)}
          >
            Try again
          </button>
        ) : (
          <button type="button" class="button button-primary" data-testid="obstacle-ok" onClick={close}>
            OK
          </button>
        )}
      </div>
    </Dialog>
  );
}
