import { afterEach, describe, expect, it, vi } from 'vitest';
import { MediaConnection } from '../MediaConnection.js';
import { fitEncodings, simulcastEncodings } from '../simulcast.js';
import { FakePeerConnection, installMedia } from './fakeMedia.js';

describe('simulcast', () => {
  afterEach(() => vi.unstubAllGlobals());

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

  it('has its own rates again when a limit is lifted', async () => {
    installMedia();
    const connection = new MediaConnection(new MediaStream(), true, () => {});
    await connection.limitVideo(400_000);
    expect(FakePeerConnection.last.maxBitrates('video')).toEqual([150_000, 400_000, 400_000]);
    await connection.limitVideo(undefined);
    expect(FakePeerConnection.last.maxBitrates('video')).toEqual([150_000, 500_000, 1_700_000]);
  });
});
