import { useEffect, useRef, useState } from 'preact/hooks';
import type { Call } from '../../sdk/index.js';
import { useSession } from '../state/context.js';
import { useShortcuts, type Shortcut } from './shortcuts.js';
import { isVideo } from './status.js';

const ConfirmWithin = 2_500;

/** The keys of the call that rings or runs. `endAsked` is true while a second Escape would end it. */
export function useCallShortcuts(call: Call): { shortcuts: Shortcut[]; endAsked: boolean } {
  const { calls } = useSession();
  const [endAsked, setEndAsked] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const askEnd = () => {
    clearTimeout(timer.current);
    if (endAsked) {
      void call.hangup();
    } else {
      setEndAsked(true);
      timer.current = setTimeout(() => setEndAsked(false), ConfirmWithin);
    }
  };

  const shortcuts: Shortcut[] = call.taken
    ? [
        { key: 'm', label: call.muted ? 'Unmute' : 'Mute', run: () => calls.toggleMute(call) },
        ...(isVideo(call)
          ? [{ key: 'v', label: 'Camera on or off', run: () => void calls.attend(() => call.setCamera(!call.cameraOn)) }]
          : []),
        { key: 's', label: 'Speaker on or off', run: () => call.setSpeakerOn(!call.speakerOn) },
        { key: 'escape', label: 'End the call (press twice)', run: askEnd },
      ]
    : [
        { key: 'a', label: 'Accept', run: () => void calls.accept(call, call.media === 'video') },
        { key: 'd', label: 'Decline', run: () => void call.decline() },
      ];
  useShortcuts(shortcuts);
  return { shortcuts, endAsked };
}
