/** When the steps of a call happened on this device, on the clock of performance.now(). */
export interface CallMarks {
  /** The person asked for the call. */
  invite?: number;
  /** The person here took the call, or the news came that the other side did. */
  accept?: number;
  /** The media connection stood for the first time; with the warm-up this is before `accept`. */
  connected?: number;
  /** The server said that media is up on both sides. */
  active?: number;
  /** The first packet of the other side's sound was decoded and delivered. */
  firstRemoteAudio?: number;
  /** The first picture of the other side was decoded and delivered. */
  firstRemoteFrame?: number;
  ended?: number;
}
