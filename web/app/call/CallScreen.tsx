import { useEffect, useRef, useState } from 'preact/hooks';
import type { Call } from '../../sdk/index.js';
import { problemWords } from '../state/Calls.js';
import { useSession } from '../state/context.js';
import { Dialog } from '../ui/Dialog.js';
import { Icon } from '../ui/Icon.js';
import { useCall, useMedia } from '../ui/hooks.js';
import { AudioStage } from './AudioStage.js';
import { CallControls } from './CallControls.js';
import { DevicePanel } from './DevicePanel.js';
import { ShortcutHelp } from './ShortcutHelp.js';
import { isVideo } from './status.js';
import { useCallShortcuts } from './useCallShortcuts.js';
import { useIdle } from './useIdle.js';
import { VideoStage } from './VideoStage.js';

/** The call that this device is in, over the whole window. */
export function CallScreen({ call }: { call: Call }) {
  const { calls, connection } = useSession();
  const element = useRef<HTMLDivElement>(null);
  const [devicesOpen, setDevicesOpen] = useState(false);
  const hasKeyboard = useMedia('(hover: hover) and (pointer: fine)');
  const { shortcuts, endAsked } = useCallShortcuts(call);
  useCall(call);
  useFocusWithin(element);

  const video = isVideo(call);
  const remotePicture = call.remote.video && call.state !== 'ringing';
  const idle = useIdle(element, video && remotePicture && call.state === 'active' && !devicesOpen);
  const classes = ['call', video ? 'call-video' : 'call-audio', idle && 'call-idle'];
  return (
    <div
      class={classes.filter(Boolean).join(' ')}
      ref={element}
      role="dialog"
      aria-modal="true"
      aria-label={`${video ? 'Video' : 'Audio'} call with ${call.peer.display_name}`}
      tabIndex={-1}
      data-testid="call-screen"
      data-state={call.state}
      data-connection={call.connectionState}
      data-media={video ? 'video' : 'audio'}
    >
      {video ? <VideoStage call={call} /> : <AudioStage call={call} />}
      <header class="call-top">
        <button
          type="button"
          class="glass-button"
          aria-label="Make the call small"
          title="Make small"
          data-testid="minimise"
          onClick={() => (calls.minimised.value = true)}
        >
          <Icon name="minimise" size={22} />
        </button>
        {hasKeyboard && <ShortcutHelp shortcuts={shortcuts} />}
      </header>
      <div class="call-bottom">
        {connection.value === 'connecting' && (
          <p class="call-hint" role="status" data-testid="call-offline">
            No connection to the server. Reconnecting…
          </p>
        )}
        <Problem call={call} />
        {endAsked && (
          <p class="call-hint" role="status" data-testid="end-hint">
            Press Esc again to end the call
          </p>
        )}
        <CallControls call={call} onDevices={() => setDevicesOpen(true)} />
      </div>
      {devicesOpen && (
        <Dialog title="Camera and sound" testId="device-dialog" onClose={() => setDevicesOpen(false)}>
          <DevicePanel call={call} />
        </Dialog>
      )}
    </div>
  );
}

/** A device that failed, or sound that the browser holds back: said where the controls are, with a way on. */
function Problem({ call }: { call: Call }) {
  const { calls } = useSession();
  const problem = calls.problem.value;
  if (!problem) {
    return null;
  }
  const words = problemWords(problem);
  const blocked = problem.code === 'autoplay_blocked';
  const microphone = 'device' in problem && problem.device === 'microphone';
  const retry = () => {
    if (blocked) {
      calls.problem.value = undefined;
      void call.resumeAudio();
    } else if (microphone) {
      void calls.attend(() => call.setMicrophone());
    } else {
      void calls.attend(() => call.setCamera(true));
    }
  };
  return (
    <div class="call-problem" role="alert" data-testid="call-problem">
      <div class="toast-words">
        <strong>{words.title}</strong>
        <span>{words.detail}</span>
      </div>
      <button type="button" class="button button-glass" onClick={retry}>
        {blocked ? 'Play sound' : 'Try again'}
      </button>
      <button type="button" class="icon-button icon-button-small" aria-label="Dismiss" onClick={() => (calls.problem.value = undefined)}>
        <Icon name="close" size={18} />
      </button>
    </div>
  );
}

/** Takes the focus, and gives it back to where it was. */
function useFocusWithin(element: { current: HTMLElement | null }): void {
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    element.current?.focus();
    return () => before?.isConnected && before.focus();
  }, []);
}
