import type { CallRecord } from '../../sdk/index.js';
import type { IconName } from './Icon.js';

/** Which way a call of the history went. */
export function directionIcon(record: CallRecord): IconName {
  if (record.missed) {
    return 'phoneMissed';
  }
  return record.direction === 'incoming' ? 'phoneIn' : 'phoneOut';
}
