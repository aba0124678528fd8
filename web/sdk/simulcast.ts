/**
 * The qualities of a camera that is sent as several streams at once (docs/layers.md), the smallest picture first, as the server wants them. Names are
 * arbitrary; bits a second are what VP8 and H.264 need for a talking head.
 */
const Streams = [
  { rid: 'q', maxBitrate: 150_000 },
  { rid: 'h', maxBitrate: 500_000 },
  { rid: 'f', maxBitrate: 1_700_000 },
] as const;

/** Browsers send no more streams than a picture's height is worth, and leave out the last ones: the largest pictures. */
const HeightOfTwo = 270;
const HeightOfThree = 540;

/**
 * For `addTransceiver(track, { sendEncodings })`: up to three streams, each half as high as the next, as many as browsers send of a picture of that height.
 *
 * @param height Pixels of the captured picture.
 */
export function simulcastEncodings(height = 720): RTCRtpEncodingParameters[] {
  const count = streamsOf(height);
  return Streams.slice(-count).map((stream, index) => ({ ...stream, scaleResolutionDownBy: 2 ** (count - 1 - index) }));
}

/** Fits the streams of a sender to another camera's picture: the streams that were negotiated stay, those that are too many rest. */
export function fitEncodings(encodings: RTCRtpEncodingParameters[], height = 720): void {
  const count = Math.min(encodings.length, streamsOf(height));
  encodings.forEach((encoding, index) => {
    encoding.active = index < count;
    encoding.scaleResolutionDownBy = 2 ** Math.max(0, count - 1 - index);
    encoding.maxBitrate = Streams[Streams.length - count + Math.min(index, count - 1)]!.maxBitrate;
  });
}

function streamsOf(height: number): number {
  return height >= HeightOfThree ? 3 : height >= HeightOfTwo ? 2 : 1;
}
