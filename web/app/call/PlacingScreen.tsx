import { useEffect, useState } from 'preact/hooks';
import type { Attempt } from '../state/Calls.js';
import { Avatar } from '../ui/Avatar.js';
import { Name } from '../ui/Name.js';

/** If the devices open at once, nobody needs to read about permissions. */
const AskingAfter = 800;

/** Between the press of the button and the ringing: the browser may be asking for the devices. */
export function PlacingScreen({ attempt }: { attempt: Attempt }) {
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setAsking(true), AskingAfter);
    return () => clearTimeout(timer);
  }, []);
  const devices = attempt.media === 'video' ? 'camera and microphone' : 'microphone';
  return (
    <div
      class={attempt.media === 'video' ? 'call call-video' : 'call call-audio'}
      role="dialog"
      aria-label="Placing a call"
      data-testid="placing"
    >
      <div class="stage stage-plain">
        <div class="stage-person" role="status">
          <Avatar person={attempt.user} size="xl" />
          <h2>
            <Name person={attempt.user} />
          </h2>
          <p class="stage-status">{asking ? `Allow your browser to use the ${devices}` : 'Calling…'}</p>
        </div>
      </div>
    </div>
  );
}
