import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MediaConnection } from '../MediaConnection.js';
import type { ReceivedSlot } from '../protocol.js';
import { ReceptionReader, watchReception } from '../reception.js';

const video = { id: 'v', type: 'inbound-rtp', kind: 'video', timestamp: 1_000, framesDecoded: 100, totalFreezesDuration: 2 };
const audio = {
  id: 'a',
  type: 'inbound-rtp',
  kind: 'audio',
  timestamp: 1_000,
  totalSamplesReceived: 48_000,
  concealedSamples: 4_800,
  silentConcealedSamples: 4_000,
};

function report(...rows: object[]): RTCStatsReport {
  return new Map(rows.entries()) as unknown as RTCStatsReport;
}

/** What is told of the second of two reports. */
function told(before: object[], after: object[]) {
  const reader = new ReceptionReader();
  expect(reader.read(report(...before))).toBeUndefined();
  reader.advance(report(...before));
  return reader.read(report(...after));
}

describe('ReceptionReader', () => {
  it('tells shares and rates since the report before', () => {
    const later = [
      { ...video, timestamp: 5_000, framesDecoded: 180, totalFreezesDuration: 3 },
      { ...audio, timestamp: 5_000, totalSamplesReceived: 240_000, concealedSamples: 24_000, silentConcealedSamples: 4_000 },
    ];
    expect(told([video, audio], later)).toEqual({ slot: 0, frozen: 0.25, frames_per_second: 20, concealed: 0.1 });
  });

  it('leaves out what the browser does not count', () => {
    const { id, type, kind, timestamp, framesDecoded } = video;
    const plain = { id, type, kind, timestamp, framesDecoded };
    expect(told([plain], [{ ...plain, timestamp: 5_000 }])).toEqual({ slot: 0, frames_per_second: 0 });
  });

  it('counts a freeze that began before as the whole time', () => {
    expect(told([video], [{ ...video, timestamp: 5_000, totalFreezesDuration: 12 }])).toEqual({
      slot: 0,
      frozen: 1,
      frames_per_second: 0,
    });
  });

  it('says nothing of sound that did not come, nor of a stream that is new', () => {
    expect(told([audio], [{ ...audio, timestamp: 5_000 }])).toBeUndefined();
    expect(told([video], [{ ...video, id: 'another', timestamp: 5_000 }])).toBeUndefined();
  });
});

describe('watchReception', () => {
  let statistics: () => Promise<RTCStatsReport>;
  let arrives: Promise<boolean> | undefined;
  let told: ReceivedSlot[];
  let stop: () => void;

  beforeEach(() => {
    vi.useFakeTimers();
    told = [];
    arrives = undefined;
    const connection = { state: 'connected', getStats: () => statistics() } as unknown as MediaConnection;
    stop = watchReception(
      () => connection,
      (slots) => {
        told.push(...slots);
        return arrives ?? Promise.resolve(true);
      },
    );
  });

  afterEach(() => {
    stop();
    vi.useRealTimers();
  });

  /** The next look, at so many pictures. */
  async function look(second: number, framesDecoded: number): Promise<void> {
    statistics = () => Promise.resolve(report({ id: 'v', type: 'inbound-rtp', kind: 'video', timestamp: second * 1_000, framesDecoded }));
    await vi.advanceTimersByTimeAsync(4_000);
  }

  it('tells since what arrived last', async () => {
    await look(4, 0);
    await look(8, 100);
    arrives = Promise.resolve(false);
    await look(12, 100);
    arrives = undefined;
    await look(16, 200);
    await look(20, 280);
    expect(told.map((slot) => slot.frames_per_second)).toEqual([25, 0, 12.5, 20]);
  });

  it('tells nothing while it is not known whether the last arrived', async () => {
    await look(4, 0);
    let answer = (_: boolean): void => undefined;
    arrives = new Promise((resolve) => (answer = resolve));
    await look(8, 100);
    await look(12, 200);
    answer(true);
    arrives = undefined;
    await look(16, 300);
    expect(told.map((slot) => slot.frames_per_second)).toEqual([25, 25]);
  });

  it('goes on where a browser refuses the statistics', async () => {
    await look(4, 0);
    statistics = () => Promise.reject(new DOMException('The connection is closed.', 'InvalidStateError'));
    await vi.advanceTimersByTimeAsync(4_000);
    await look(12, 200);
    expect(told).toEqual([{ slot: 0, frames_per_second: 25 }]);
  });
});
