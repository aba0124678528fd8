import type { MediaConnection } from './MediaConnection.js';

const PollInterval = 10;

/**
 * Watches for the first packet of each kind that is decoded and delivered, and reports its time on the clock of performance.now().
 *
 * getSynchronizationSources() is told of delivery, not of arrival (W3C WebRTC, section 5.3), carries the time itself, and is cheap, unlike
 * getStats(), which Chromium answers from a cache of 50 ms.
 * @returns a function that stops watching.
 */
export function watchFirstMedia(
  connection: () => MediaConnection | undefined,
  found: (kind: 'audio' | 'video', time: number) => void,
): () => void {
  const since = performance.now();
  const missing = new Set(['audio', 'video'] as const);
  const timer = setInterval(() => {
    for (const kind of missing) {
      const receiver = kind === 'audio' ? connection()?.audioReceiver : connection()?.videoReceiver;
      const source = receiver?.getSynchronizationSources()[0];
      if (source) {
        missing.delete(kind);
        found(kind, timeOf(source.timestamp, since));
      }
    }
    if (missing.size === 0) {
      clearInterval(timer);
    }
  }, PollInterval);
  return () => clearInterval(timer);
}

/** Browsers differ in whether a source's time counts from the page's load or from 1970; where it is neither, now has to do. */
function timeOf(timestamp: number, since: number): number {
  const now = performance.now();
  const candidates = [timestamp, timestamp - performance.timeOrigin];
  return candidates.find((time) => time >= since - 1 && time <= now + 1) ?? now;
}
