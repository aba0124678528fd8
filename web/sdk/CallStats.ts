import type { MediaKind } from './protocol.js';

/** What one direction of one kind of media does; rates are over the time since the summary before. */
export interface StreamStats {
  bitsPerSecond: number;
  packets: number;
  /** Received: packets that never came. Sent: packets that the server reports as lost. */
  packetsLost: number;
  codec?: string | undefined;
  jitterMs?: number | undefined;
  /** 0 to 1; audio only. */
  audioLevel?: number | undefined;
  framesPerSecond?: number | undefined;
  width?: number | undefined;
  height?: number | undefined;
  freezes?: number | undefined;
}

/** How a call is doing. Holds no address of anybody. */
export interface CallStats {
  state: RTCPeerConnectionState;
  /** `udp` or `tcp`: how the media travels. */
  protocol?: string | undefined;
  roundTripMs?: number | undefined;
  received: Partial<Record<MediaKind, StreamStats>>;
  sent: Partial<Record<MediaKind, StreamStats>>;
}

/** The members of W3C WebRTC Statistics that are read here, of all kinds of rows together. */
interface Row {
  id: string;
  type: string;
  timestamp: number;
  kind?: MediaKind;
  bytesReceived?: number;
  bytesSent?: number;
  packetsReceived?: number;
  packetsSent?: number;
  packetsLost?: number;
  remoteId?: string;
  codecId?: string;
  mimeType?: string;
  jitter?: number;
  audioLevel?: number;
  framesPerSecond?: number;
  frameWidth?: number;
  frameHeight?: number;
  freezeCount?: number;
  state?: string;
  nominated?: boolean;
  currentRoundTripTime?: number;
  localCandidateId?: string;
  protocol?: string;
}

/** Turns getStats() reports into summaries; keeps the counters of the last one to make rates. */
export class CallStatsReader {
  readonly #before = new Map<string, { bytes: number; time: number }>();

  read(report: RTCStatsReport, state: RTCPeerConnectionState): CallStats {
    const rows = [...report.values()] as Row[];
    const byId = new Map(rows.map((row) => [row.id, row]));
    const stats: CallStats = { state, received: {}, sent: {} };

    for (const row of rows) {
      if (row.type === 'inbound-rtp' && row.kind) {
        stats.received[row.kind] = this.#stream(row, byId, row.bytesReceived, row.packetsReceived, row.packetsLost);
      } else if (row.type === 'outbound-rtp' && row.kind) {
        const lost = byId.get(row.remoteId ?? '')?.packetsLost;
        stats.sent[row.kind] = this.#stream(row, byId, row.bytesSent, row.packetsSent, lost);
      } else if (row.type === 'candidate-pair' && row.state === 'succeeded' && row.nominated) {
        stats.roundTripMs = Math.round((row.currentRoundTripTime ?? 0) * 1000);
        stats.protocol = byId.get(row.localCandidateId ?? '')?.protocol;
      }
    }
    return stats;
  }

  #stream(row: Row, byId: Map<string, Row>, bytes = 0, packets = 0, packetsLost = 0): StreamStats {
    // RFC 3550 section 6.4.1: repeated packets can make the count negative.
    const lost = Math.max(0, packetsLost);
    const before = this.#before.get(row.id);
    this.#before.set(row.id, { bytes, time: row.timestamp });
    const elapsed = before ? row.timestamp - before.time : 0;
    return {
      bitsPerSecond: before && elapsed > 0 ? Math.round(((bytes - before.bytes) * 8000) / elapsed) : 0,
      packets,
      packetsLost: lost,
      codec: byId.get(row.codecId ?? '')?.mimeType?.split('/')[1],
      jitterMs: row.jitter === undefined ? undefined : Math.round(row.jitter * 1000),
      audioLevel: row.audioLevel,
      framesPerSecond: row.framesPerSecond,
      width: row.frameWidth,
      height: row.frameHeight,
      freezes: row.freezeCount,
    };
  }
}
