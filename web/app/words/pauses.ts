import type { PauseReason } from '../../sdk/index.js';
import type { Words } from './endReasons.js';

const table: Record<PauseReason, (name: string) => Words> = {
  your_connection: (name) => ({
    title: `${name}’s video is paused`,
    detail: 'Your connection is too slow for it right now. Sound goes on, and the picture comes back by itself.',
  }),
};

/** Why the other side's picture stands still, and that nothing needs to be done. */
export function pauseWords(reason: PauseReason, name: string): Words {
  return table[reason](name);
}
