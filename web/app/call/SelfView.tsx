import { useRef, useState } from 'preact/hooks';
import type { Call } from '../../sdk/index.js';
import { useSession } from '../state/context.js';
import { Avatar } from '../ui/Avatar.js';
import { useCall } from '../ui/hooks.js';
import { Icon } from '../ui/Icon.js';
import { VideoView } from './VideoView.js';

/** Row and column of a corner: 0 is top or left. */
type Corner = [row: 0 | 1, column: 0 | 1];

/** One's own picture, mirrored, in a corner; drag it to another one, or move it with the arrow keys. */
export function SelfView({ call }: { call: Call }) {
  const { account } = useSession();
  useCall(call);
  const [corner, setCorner] = useState<Corner>([1, 1]);
  const [dragging, setDragging] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  const start = useRef({ x: 0, y: 0 });

  const onPointerDown = (event: PointerEvent) => {
    start.current = { x: event.clientX, y: event.clientY };
    element.current!.setPointerCapture(event.pointerId);
    setDragging(true);
  };
  const onPointerMove = (event: PointerEvent) => {
    if (dragging) {
      element.current!.style.transform = `translate(${event.clientX - start.current.x}px, ${event.clientY - start.current.y}px)`;
    }
  };
  const onPointerUp = () => {
    if (!dragging) {
      return;
    }
    setDragging(false);
    const own = element.current!.getBoundingClientRect();
    const stage = element.current!.parentElement!.getBoundingClientRect();
    const half = (at: number, middle: number): 0 | 1 => (at < middle ? 0 : 1);
    element.current!.style.transform = '';
    setCorner([half(own.top + own.height / 2, stage.top + stage.height / 2), half(own.left + own.width / 2, stage.left + stage.width / 2)]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moved: Record<string, Corner> = {
      ArrowUp: [0, corner[1]],
      ArrowDown: [1, corner[1]],
      ArrowLeft: [corner[0], 0],
      ArrowRight: [corner[0], 1],
    };
    if (moved[event.key]) {
      event.preventDefault();
      setCorner(moved[event.key]!);
    }
  };

  const classes = ['self', `self-${corner[0] ? 'bottom' : 'top'}`, `self-${corner[1] ? 'right' : 'left'}`, dragging && 'self-dragging'];
  return (
    <div
      class={classes.filter(Boolean).join(' ')}
      ref={element}
      role="group"
      tabIndex={0}
      aria-label="Your picture. Move it with the arrow keys."
      data-testid="self-view"
      data-corner={`${corner[0] ? 'bottom' : 'top'}-${corner[1] ? 'right' : 'left'}`}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onKeyDown={onKeyDown}
    >
      {call.cameraOn ? (
        <VideoView class="self-video mirrored" stream={call.localStream} label="Your camera" testId="self-video" />
      ) : (
        <span class="self-off" data-testid="self-camera-off">
          <Avatar person={account} size="m" />
        </span>
      )}
      {call.muted && (
        <span class="self-muted" aria-hidden="true">
          <Icon name="micOff" size={16} />
        </span>
      )}
    </div>
  );
}
