import type { MediaConnection } from './MediaConnection.js';
import type { ReceivedSlot } from './protocol.js';

/** How often the server is told; it takes no more than one a second. */
const Interval = 4_000;

/** The members of a received stream's statistics (W3C WebRTC Statistics, section 8.4) that are read here; browsers lack some. */
interface InboundRow {
  id: string;
  type: string;
  timestamp: number;
  kind?: string;
  framesDecoded?: number;
  totalFreezesDuration?: number;
  totalSamplesReceived?: number;
  concealedSamples?: number;
  silentConcealedSamples?: number;
}

/** What decoders made of what was received since it was told last. */
export class ReceptionReader {
  #before = new Map<string, InboundRow>();

  /** Of a call's one slot; undefined where there is nothing to tell. */
  read(report: RTCStatsReport): ReceivedSlot | undefined {
    const told: ReceivedSlot = { slot: 0 };
    for (const row of inbound(report)) {
      const before = this.#before.get(row.id);
      const seconds = before ? (row.timestamp - before.timestamp) / 1000 : 0;
      if (before && seconds > 0) {
        Object.assign(told, row.kind === 'video' ? shown(before, row, seconds) : heard(before, row));
      }
    }
    return Object.keys(told).length > 1 ? told : undefined;
  }

  /** What comes after this report is told next. */
  advance(report: RTCStatsReport): void {
    this.#before = new Map(inbound(report).map((row) => [row.id, row]));
  }
}

/**
 * Tells what comes over the connection of the moment, every few seconds; what did not arrive, when `tell` gives false, is told with the next.
 * @returns a function that stops it.
 */
export function watchReception(
  connection: () => MediaConnection | undefined,
  tell: (slots: ReceivedSlot[]) => Promise<boolean>,
): () => void {
  let watched: MediaConnection | undefined;
  let reader = new ReceptionReader();
  let telling = false;
  const look = async (current: MediaConnection): Promise<void> => {
    if (current !== watched) {
      watched = current;
      reader = new ReceptionReader();
    }
    const watching = reader;
    // Some browsers refuse it of a connection that was closed meanwhile (Firefox once did).
    const report = await current.getStats().catch(() => undefined);
    if (!report || current !== connection()) {
      return;
    }
    const told = watching.read(report);
    if (!told || (await tell([told]))) {
      watching.advance(report);
    }
  };
  const timer = setInterval(() => {
    const current = connection();
    if (current?.state === 'connected' && !telling) {
      telling = true;
      void look(current).finally(() => (telling = false));
    }
  }, Interval);
  return () => clearInterval(timer);
}

function inbound(report: RTCStatsReport): InboundRow[] {
  return ([...report.values()] as InboundRow[]).filter((row) => row.type === 'inbound-rtp');
}

/** A freeze that goes on is not among the freezes yet; that no picture is decoded shows it. */
function shown(before: InboundRow, now: InboundRow, seconds: number): Partial<ReceivedSlot> {
  return {
    ...named('frames_per_second', grown(before.framesDecoded, now.framesDecoded, seconds)),
    ...named('frozen', share(grown(before.totalFreezesDuration, now.totalFreezesDuration, seconds))),
  };
}

/** Silence that was made up for silence is no loss. */
function heard(before: InboundRow, now: InboundRow): Partial<ReceivedSlot> {
  const samples = grown(before.totalSamplesReceived, now.totalSamplesReceived) ?? 0;
  return samples > 0 ? named('concealed', share(grown(madeUp(before), madeUp(now), samples))) : {};
}

function madeUp(row: InboundRow): number | undefined {
  return row.concealedSamples === undefined ? undefined : row.concealedSamples - (row.silentConcealedSamples ?? 0);
}

function grown(before: number | undefined, now: number | undefined, by = 1): number | undefined {
  return before === undefined || now === undefined ? undefined : Math.max(0, now - before) / by;
}

/** A freeze counts when it is over, and can have begun before. */
function share(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.min(1, value);
}

function named(name: keyof ReceivedSlot, value: number | undefined): Partial<ReceivedSlot> {
  return value === undefined ? {} : { [name]: Math.round(value * 1000) / 1000 };
}
