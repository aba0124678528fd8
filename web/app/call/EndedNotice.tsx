import type { Call } from '../../sdk/index.js';
import { useSession } from '../state/context.js';
import { navigate, threadHref } from '../state/router.js';
import { Avatar } from '../ui/Avatar.js';
import { Icon } from '../ui/Icon.js';
import { endWords } from '../words/endReasons.js';
import { timer } from '../words/time.js';

const NoCallingAgain = ['blocked', 'policy', 'answered_elsewhere', 'declined_elsewhere'];

/** What became of the call, for a few seconds, with what one may want to do next. */
export function EndedNotice({ call }: { call: Call }) {
  const { calls } = useSession();
  const { peer } = call;
  const reason = call.reason ?? 'hangup';
  const words = endWords(reason, call.direction, { name: peer.display_name, here: call.endedHere });
  const length = call.duration !== undefined && reason === 'hangup' ? timer(call.duration) : '';
  const detail = [words.detail, length].filter(Boolean).join(' · ');
  return (
    <div class="ended" role="alert" data-testid="call-ended" data-reason={reason} data-direction={call.direction}>
      <Avatar person={peer} />
      <div class="ended-words">
        <strong data-testid="ended-title">{words.title}</strong>
        <span data-testid="ended-detail">{detail}</span>
      </div>
      <div class="ended-actions">
        {!call.endedHere && !NoCallingAgain.includes(reason) && (
          <button
            type="button"
            class="icon-button ended-action"
            aria-label={`Call again: ${peer.display_name}`}
            title="Call again"
            data-testid="call-again"
            onClick={() => void calls.place(peer, call.media)}
          >
            <Icon name={call.media === 'video' ? 'video' : 'phone'} size={22} />
            <span class="ended-label">Call again</span>
          </button>
        )}
        <button
          type="button"
          class="icon-button ended-action"
          aria-label={`Message ${peer.display_name}`}
          title="Message"
          data-testid="ended-message"
          onClick={() => {
            calls.dismissEnded();
            navigate(threadHref(peer.id));
          }}
        >
          <Icon name="message" size={22} />
          <span class="ended-label">Message</span>
        </button>
      </div>
      <button
        type="button"
        class="icon-button ended-close"
        aria-label="Close"
        data-testid="ended-close"
        onClick={() => calls.dismissEnded()}
      >
        <Icon name="close" size={22} />
      </button>
    </div>
  );
}
