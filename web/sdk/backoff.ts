/**
 * The pause before attempt `attempt` (0 is the first repeat), in ms: doubles from `base` up to `most`, with half of it left to chance
 * so that the clients of a restarted server do not all come back in the same moment.
 */
export function backoff(attempt: number, base = 500, most = 10_000, random: () => number = Math.random): number {
  const ceiling = Math.min(most, base * 2 ** Math.min(attempt, 16));
  return ceiling / 2 + random() * (ceiling / 2);
}
