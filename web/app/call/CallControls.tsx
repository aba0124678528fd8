import type { Call } from '../../sdk/index.js';
import { useSession } from '../state/context.js';
import { useCall } from '../ui/hooks.js';
import { HangUpIcon, Icon, type IconName } from '../ui/Icon.js';
import { isVideo } from './status.js';

/** The row of buttons of a call. */
export function CallControls({ call, onDevices }: { call: Call; onDevices: () => void }) {
  const { calls, devices } = useSession();
  useCall(call);
  const video = isVideo(call);
  const silent = call.muted || !call.microphoneOn;
  const manyCameras = devices.lists.value.cameras.length > 1;
  return (
    <div class="controls" role="toolbar" aria-label="Call controls">
      <Control
        icon={silent ? 'micOff' : 'mic'}
        label={silent ? 'Unmute' : 'Mute'}
        off={silent}
        testId="mute"
        onClick={() => calls.toggleMute(call)}
      />
      {video && (
        <Control
          icon={call.cameraOn ? 'video' : 'videoOff'}
          label="Camera"
          action={call.cameraOn ? 'Turn camera off' : 'Turn camera on'}
          off={!call.cameraOn}
          testId="camera"
          onClick={() => void calls.attend(() => call.setCamera(!call.cameraOn))}
        />
      )}
      {video && manyCameras && (
        <Control
          icon="switchCamera"
          label="Switch"
          action="Switch camera"
          disabled={!call.cameraOn}
          testId="switch-camera"
          onClick={() => void calls.attend(() => call.switchCamera())}
        />
      )}
      <Control
        icon={call.speakerOn ? 'speaker' : 'speakerOff'}
        label="Speaker"
        action={call.speakerOn ? 'Turn speaker off' : 'Turn speaker on'}
        off={!call.speakerOn}
        testId="speaker"
        onClick={() => call.setSpeakerOn(!call.speakerOn)}
      />
      <Control icon="devices" label="Devices" testId="devices" onClick={onDevices} />
      <button type="button" class="control control-end" data-testid="end-call" onClick={() => void call.hangup()}>
        <span class="control-icon">
          <HangUpIcon />
        </span>
        <span class="control-label">{call.state === 'ringing' && call.direction === 'outgoing' ? 'Cancel' : 'End'}</span>
      </button>
    </div>
  );
}

interface ControlProps {
  icon: IconName;
  label: string;
  /** What pressing it does, where the label does not say. */
  action?: string;
  off?: boolean;
  disabled?: boolean;
  testId: string;
  onClick: () => void;
}

function Control({ icon, label, action = label, off, disabled = false, testId, onClick }: ControlProps) {
  return (
    <button
      type="button"
      class={off ? 'control control-off' : 'control'}
      disabled={disabled}
      aria-label={action}
      title={action}
      data-testid={testId}
      data-off={off === undefined ? undefined : String(off)}
      onClick={onClick}
    >
      <span class="control-icon">
        <Icon name={icon} size={26} />
      </span>
      <span class="control-label">{label}</span>
    </button>
  );
}
