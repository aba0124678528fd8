import type { Call } from '../../sdk/index.js';
import { useCall } from '../ui/hooks.js';
import { Icon } from '../ui/Icon.js';
import { pausedPicture } from './status.js';

/** Lies over a picture that is held back, so that nobody takes a still for the other side. {@link announcement} tells screen readers. */
export function PausedPicture({ call }: { call: Call }) {
  useCall(call);
  const words = pausedPicture(call);
  return words ? (
    <div class="paused" data-testid="remote-paused">
      <Icon name="pause" size={28} />
      <strong>{words.title}</strong>
      <p>{words.detail}</p>
    </div>
  ) : null;
}
