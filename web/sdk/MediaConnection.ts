import { CallStatsReader } from './CallStats.js';
import { askForLostAudio, stripAddresses } from './sdp.js';
import { fitEncodings, simulcastEncodings } from './simulcast.js';
import type { AnswerSlot } from './protocol.js';

/**
 * One RTCPeerConnection with its one offer: audio and video both ways (docs/protocol.md, Media). Which tracks are sent changes by
 * replaceTrack alone, so nothing is ever negotiated again.
 */
export class MediaConnection {
  readonly #peerConnection = new RTCPeerConnection({ bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' });
  readonly #audio: RTCRtpTransceiver;
  readonly #video: RTCRtpTransceiver;
  readonly #simulcast: boolean;
  #limit: number | undefined;

  constructor(stream: MediaStream, simulcast: boolean, onState: (state: RTCPeerConnectionState) => void) {
    // One stream for both: the far side plays them in step.
    const both: RTCRtpTransceiverInit = { direction: 'sendrecv', streams: [stream] };
    this.#audio = this.#peerConnection.addTransceiver('audio', both);
    this.#simulcast = simulcast;
    this.#video = this.#peerConnection.addTransceiver('video', simulcast ? { ...both, sendEncodings: simulcastEncodings() } : both);
    this.#peerConnection.onconnectionstatechange = () => onState(this.#peerConnection.connectionState);
  }

  get state(): RTCPeerConnectionState {
    return this.#peerConnection.connectionState;
  }

  get audioReceiver(): RTCRtpReceiver {
    return this.#audio.receiver;
  }

  get videoReceiver(): RTCRtpReceiver {
    return this.#video.receiver;
  }

  async createOffer(): Promise<string> {
    const offer = await this.#peerConnection.createOffer();
    await this.#peerConnection.setLocalDescription(offer);
    return askForLostAudio(stripAddresses(offer.sdp ?? ''));
  }

  /** Applies the answer and gives the tracks of slot 0, where the other side of a call is. */
  async applyAnswer(sdp: string, slots: AnswerSlot[]): Promise<MediaStreamTrack[]> {
    await this.#peerConnection.setRemoteDescription({ type: 'answer', sdp });
    const first = slots.find((slot) => slot.slot === 0);
    const mids = [first?.audio_mid ?? this.#audio.mid, first?.video_mid ?? this.#video.mid];
    return this.#peerConnection
      .getTransceivers()
      .filter((transceiver) => mids.includes(transceiver.mid))
      .map((transceiver) => transceiver.receiver.track);
  }

  async send(microphone: MediaStreamTrack | undefined, camera: MediaStreamTrack | undefined): Promise<void> {
    await Promise.all([this.#audio.sender.replaceTrack(microphone ?? null), this.#video.sender.replaceTrack(camera ?? null)]);
    if (this.#simulcast && camera) {
      await this.#fit();
    }
  }

  /** Sets the most that the camera's encoder may send; of several qualities each. */
  async limitVideo(bitsPerSecond: number | undefined): Promise<void> {
    this.#limit = bitsPerSecond;
    await this.#fit();
  }

  /** `udp` or `tcp`: how media travels. */
  async protocol(): Promise<string | undefined> {
    return new CallStatsReader().read(await this.getStats(), this.state).protocol;
  }

  getStats(): Promise<RTCStatsReport> {
    return this.#peerConnection.getStats();
  }

  /** Gives the encoder what camera and limit ask for. */
  async #fit(): Promise<void> {
    const { sender } = this.#video;
    const parameters = sender.getParameters();
    if (this.#simulcast) {
      fitEncodings(parameters.encodings, sender.track?.getSettings().height);
    } else {
      parameters.encodings.forEach((encoding) => delete encoding.maxBitrate);
    }
    for (const encoding of parameters.encodings) {
      if (this.#limit !== undefined) {
        encoding.maxBitrate = Math.min(this.#limit, encoding.maxBitrate ?? this.#limit);
      }
    }
    await sender.setParameters(parameters);
  }

  close(): void {
    this.#peerConnection.onconnectionstatechange = null;
    this.#peerConnection.close();
  }
}
