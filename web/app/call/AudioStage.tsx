import { useEffect, useRef } from 'preact/hooks';
import type { Call } from '../../sdk/index.js';
import { Avatar } from '../ui/Avatar.js';
import { useCall, useMedia, useSeconds } from '../ui/hooks.js';
import { Name } from '../ui/Name.js';
import { QualityBars } from './QualityBars.js';
import { statusOrTimer, statusWords } from './status.js';
import { RemoteMuted } from './VideoStage.js';

/** An audio call: who it is, for how long, and that they speak. */
export function AudioStage({ call }: { call: Call }) {
  useCall(call);
  useSeconds(call.state === 'active');
  const ringing = call.state === 'ringing';
  const waiting = statusWords(call) !== '' && !ringing;
  return (
    <div class="stage stage-plain">
      <div class="stage-person">
        <span class={ringing ? 'ringing' : 'speaking'}>
          {call.state === 'active' && <SpeakingRing call={call} />}
          <Avatar person={call.peer} size="xl" />
        </span>
        <h2>
          <Name person={call.peer} />
        </h2>
        <p class="stage-status" data-testid="call-status">
          {waiting && <span class="spinner spinner-small" />}
          {statusOrTimer(call)}
        </p>
        <div class="stage-marks">
          <QualityBars call={call} />
          <RemoteMuted call={call} />
        </div>
      </div>
    </div>
  );
}

/** Grows with the other side's voice. */
function SpeakingRing({ call }: { call: Call }) {
  const ring = useRef<HTMLSpanElement>(null);
  const still = useMedia('(prefers-reduced-motion: reduce)');
  useEffect(() => {
    if (still) {
      return undefined;
    }
    const { style } = ring.current!;
    let frame = 0;
    let shown = 0;
    const draw = () => {
      const level = Math.min(1, Math.sqrt(call.remoteAudioLevel) * 1.6);
      // Up at once, down slowly: syllables do not flicker.
      shown = Math.max(level, shown * 0.92);
      style.transform = `scale(${1 + shown * 0.22})`;
      style.opacity = String(Math.min(1, shown * 2));
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => cancelAnimationFrame(frame);
  }, [still]);
  return <span class="speaking-ring" ref={ring} />;
}
