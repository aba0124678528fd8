import type { CallQuality, ConnectionQuality, QualityLevel } from '../../sdk/index.js';

/** How many bars of four, and what a person is told. */
export interface QualityWords {
  bars: 1 | 2 | 3 | 4;
  label: string;
  /** Why it is not good; empty while it is. */
  reason: string;
}

const Bars: Record<Exclude<QualityLevel, 'unknown'>, 1 | 2 | 3 | 4> = { bad: 1, poor: 2, fair: 3, good: 4 };
const Labels = { 1: 'Bad connection', 2: 'Poor connection', 3: 'Fair connection', 4: 'Good connection' };

/** The quality of a call is that of its worse side; undefined until something is known. */
export function qualityWords(quality: CallQuality | undefined): QualityWords | undefined {
  const self = worse(quality?.self);
  const remote = worse(quality?.remote);
  const bars = Math.min(self ?? 4, remote ?? 4) as 1 | 2 | 3 | 4;
  if (self === undefined && remote === undefined) {
    return undefined;
  }
  return {
    bars,
    label: Labels[bars],
    reason: bars > 2 ? '' : (self ?? 4) <= (remote ?? 4) ? 'Your connection is weak' : 'Their connection is weak',
  };
}

function worse(side: ConnectionQuality | undefined): number | undefined {
  const levels = [side?.up, side?.down].filter((level) => level !== undefined && level !== 'unknown');
  return levels.length > 0 ? Math.min(...levels.map((level) => Bars[level])) : undefined;
}
