import type { Call } from '../../sdk/index.js';
import { useCall } from '../ui/hooks.js';
import { qualityWords } from '../words/quality.js';

/** How good the connection is: four bars, and words where it is weak. */
export function QualityBars({ call }: { call: Call }) {
  useCall(call);
  const words = call.state === 'active' ? qualityWords(call.quality) : undefined;
  if (!words) {
    return null;
  }
  return (
    <span class="mark quality" data-testid="quality" data-bars={words.bars} title={words.label}>
      <svg class={`quality-bars quality-${words.bars}`} width="18" height="16" viewBox="0 0 18 16" role="img" aria-label={words.label}>
        {[1, 2, 3, 4].map((bar) => (
          <rect
            key={bar}
            x={(bar - 1) * 4.6}
            y={16 - bar * 4}
            width="3.2"
            height={bar * 4}
            rx="1"
            class={bar > words.bars ? 'quality-off' : ''}
          />
        ))}
      </svg>
      {words.reason && (
        <span class="mark-words" role="status">
          {words.reason}
        </span>
      )}
    </span>
  );
}
