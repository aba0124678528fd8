import type { Call } from '../../sdk/index.js';
import { Avatar } from '../ui/Avatar.js';
import { useCall, useSeconds } from '../ui/hooks.js';
import { Icon } from '../ui/Icon.js';
import { Name } from '../ui/Name.js';
import { PausedPicture } from './PausedPicture.js';
import { QualityBars } from './QualityBars.js';
import { SelfView } from './SelfView.js';
import { statusOrTimer, statusWords } from './status.js';
import { VideoView } from './VideoView.js';

/** A video call: the other side large, oneself in a corner. While it rings, one's own picture fills the window. */
export function VideoStage({ call }: { call: Call }) {
  useCall(call);
  useSeconds(call.state === 'active');
  const ringing = call.state === 'ringing' || (call.state === 'connecting' && !call.marks.firstRemoteFrame);
  const { display_name: name } = call.peer;
  const status = statusWords(call);
  const picture = call.remote.video && !ringing;
  return (
    <div class={picture ? 'stage' : 'stage stage-plain'}>
      {ringing && call.cameraOn && (
        <VideoView class="stage-video stage-self mirrored" stream={call.localStream} label="Your camera" testId="self-video" />
      )}
      {/* Always there once answered, so that nothing waits for an element when a picture comes. */}
      <VideoView
        class={picture ? 'stage-video' : 'stage-video stage-hidden'}
        stream={call.remoteStream}
        label={`${name}’s picture`}
        testId="remote-video"
      />
      <PausedPicture call={call} />
      {!picture && (
        <div class="stage-person">
          <span class={call.state === 'ringing' ? 'ringing' : undefined}>
            <Avatar person={call.peer} size="xl" />
          </span>
          <h2>
            <Name person={call.peer} />
          </h2>
          {ringing ? (
            <p class="stage-status">{status}</p>
          ) : (
            <p class="stage-status" data-testid="remote-camera-off">
              <Icon name="videoOff" size={18} /> Camera is off
            </p>
          )}
        </div>
      )}
      <div class="stage-info" data-testid="call-info">
        <div class="stage-head">
          {picture && (
            <span class="stage-name">
              <Name person={call.peer} />
            </span>
          )}
          {!ringing && (
            <span class={status ? 'stage-timer stage-timer-status' : 'stage-timer'} data-testid="call-status">
              {status && <span class="spinner spinner-small" />}
              {statusOrTimer(call)}
            </span>
          )}
        </div>
        <div class="stage-marks">
          {!ringing && <QualityBars call={call} />}
          <RemoteMuted call={call} />
        </div>
      </div>
      {!ringing && <SelfView call={call} />}
    </div>
  );
}

/** The mark of somebody who cannot be heard. */
export function RemoteMuted({ call }: { call: Call }) {
  useCall(call);
  const there = call.state === 'active' || call.state === 'reconnecting';
  return there && !call.remote.audio ? (
    <span class="mark" data-testid="remote-muted">
      <Icon name="micOff" size={16} />
      <span class="mark-words">{call.peer.display_name} is muted</span>
    </span>
  ) : null;
}
