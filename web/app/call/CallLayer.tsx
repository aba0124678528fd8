import { useSession } from '../state/context.js';
import { useCall } from '../ui/hooks.js';
import { CallBar } from './CallBar.js';
import { CallScreen } from './CallScreen.js';
import { EndedNotice } from './EndedNotice.js';
import { IncomingCall } from './IncomingCall.js';
import { ObstacleDialog } from './ObstacleDialog.js';
import { PlacingScreen } from './PlacingScreen.js';
import { announcement } from './status.js';
import type { Call } from '../../sdk/index.js';

/** Everything of a call that lies over the app. */
export function CallLayer() {
  const { calls } = useSession();
  const call = calls.current.value;
  const attempt = calls.attempt.value;
  const ended = calls.ended.value;
  const obstacle = calls.obstacle.value;
  return (
    <>
      {call && <CurrentCall key={call.id} call={call} />}
      {attempt && !call && <PlacingScreen attempt={attempt} />}
      {ended && !call && !attempt && <EndedNotice key={ended.id} call={ended} />}
      {obstacle && !call && !attempt && <ObstacleDialog obstacle={obstacle} />}
    </>
  );
}

function CurrentCall({ call }: { call: Call }) {
  const { calls } = useSession();
  useCall(call);
  return (
    <>
      <div class="visually-hidden" role="status" aria-live="assertive" data-testid="call-announcement">
        {announcement(call)}
      </div>
      {!call.taken ? <IncomingCall call={call} /> : calls.minimised.value ? <CallBar call={call} /> : <CallScreen call={call} />}
    </>
  );
}
