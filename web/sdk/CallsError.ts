/**
 * Anything that the server refuses or that goes wrong on the way to it.
 *
 * `code` is one of the codes of docs/protocol.md, or one that the SDK adds: `network` (an HTTP request did not arrive), `timeout`
 * (no answer in time), `connection_lost` (the WebSocket was lost before the answer came), `closed` (the client was disconnected),
 * `replaced` (the same device connected elsewhere), `too_many_devices`, `account_suspended`, `autoplay_blocked` (the browser wants a click before it
 * plays sound), `unsupported` (this browser cannot do it).
 */
export class CallsError extends Error {
  override readonly name: string = 'CallsError';

  constructor(
    readonly code: string,
    message: string,
    /** Seconds to wait before another attempt, where the server says so. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}
