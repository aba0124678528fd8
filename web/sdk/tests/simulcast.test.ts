import { describe, expect, it } from 'vitest';
import { fitEncodings, simulcastEncodings } from '../simulcast.js';

describe('simulcast', () => {
  const sizes = (encodings: RTCRtpEncodingParameters[]) => encodings.map(({ rid, scaleResolutionDownBy }) => [rid, scaleResolutionDownBy]);

  it('is three pictures of a high one, the smallest first', () => {
    expect(sizes(simulcastEncodings(720))).toEqual([
      ['q', 4],
      ['h', 2],
      ['f', 1],
    ]);
  });

  it('is no more pictures than browsers send of a lower one', () => {
    expect(sizes(simulcastEncodings(360))).toEqual([
      ['h', 2],
      ['f', 1],
    ]);
    expect(sizes(simulcastEncodings(180))).toEqual([['f', 1]]);
  });

  it('fits a smaller camera: the full picture stays, the streams that are too many rest', () => {
    const encodings = simulcastEncodings(720);
    fitEncodings(encodings, 480);
    expect(encodings.map(({ active }) => active)).toEqual([true, true, false]);
    expect(encodings.map(({ scaleResolutionDownBy }) => scaleResolutionDownBy)).toEqual([2, 1, 1]);
    expect(encodings[1]!.maxBitrate).toBe(1_700_000);

    fitEncodings(encodings, 720);
    expect(encodings).toEqual(simulcastEncodings(720).map((encoding) => ({ ...encoding, active: true })));
  });
});
