import type { Call } from '../../sdk/index.js';
import { useSession } from '../state/context.js';
import { Avatar } from '../ui/Avatar.js';
import { HangUpIcon, Icon } from '../ui/Icon.js';
import { useCall, useSeconds } from '../ui/hooks.js';
import { pausedPicture, statusOrTimer } from './status.js';
import { useCallShortcuts } from './useCallShortcuts.js';
import { VideoView } from './VideoView.js';

/** The running call made small, so that the app can be used beside it. */
export function CallBar({ call }: { call: Call }) {
  const { calls } = useSession();
  useCall(call);
  useSeconds(true);
  const { endAsked } = useCallShortcuts(call);
  const picture = call.remote.video && call.state !== 'ringing';
  const paused = pausedPicture(call) !== undefined;
  const expand = () => (calls.minimised.value = false);
  return (
    <div
      class={picture ? 'call-bar call-bar-video' : 'call-bar'}
      role="region"
      aria-label={`Call with ${call.peer.display_name}`}
      data-testid="call-bar"
    >
      {picture && (
        <button type="button" class="call-bar-picture" aria-label="Show the call" onClick={expand}>
          <VideoView
            class={paused ? 'call-bar-stream call-bar-stream-paused' : 'call-bar-stream'}
            stream={call.remoteStream}
            label={`${call.peer.display_name}’s picture`}
          />
        </button>
      )}
      <div class="call-bar-line">
        <button type="button" class="call-bar-person" title="Show the call" data-testid="expand" onClick={expand}>
          {!picture && <Avatar person={call.peer} size="s" />}
          <span class="row-words">
            <strong>{call.peer.display_name}</strong>
            <span class="call-bar-status">{endAsked ? 'Press Esc again to end' : paused ? 'Video is paused' : statusOrTimer(call)}</span>
          </span>
          <Icon name="expand" size={18} />
        </button>
        <button
          type="button"
          class={call.muted ? 'bar-button bar-button-off' : 'bar-button'}
          aria-label={call.muted ? 'Unmute' : 'Mute'}
          data-testid="bar-mute"
          onClick={() => calls.toggleMute(call)}
        >
          <Icon name={call.muted ? 'micOff' : 'mic'} size={20} />
        </button>
        <button
          type="button"
          class="bar-button bar-button-end"
          aria-label="End the call"
          data-testid="bar-end"
          onClick={() => void call.hangup()}
        >
          <HangUpIcon size={22} />
        </button>
      </div>
    </div>
  );
}
