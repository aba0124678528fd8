import { describe, expect, it } from 'vitest';
import { ReceptionReader } from '../reception.js';

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
