import { CallsError } from './CallsError.js';
import { DeviceError } from './DeviceError.js';
import type { Devices } from './Devices.js';
import { LocalMedia } from './LocalMedia.js';
import { MediaConnection } from './MediaConnection.js';
import { RemoteAudio } from './RemoteAudio.js';
import { backoff } from './backoff.js';
import type { MediaAnswer } from './protocol.js';

export interface CallMediaOptions {
  devices: Devices;
  /** Whether the camera is sent in several qualities. */
  simulcast: boolean;
  /** Sends `media.offer` and gives its answer. */
  offer: (sdp: string) => Promise<MediaAnswer>;
  /** A track, or the state of the connection, changed. */
  onChange: () => void;
  onProblem: (problem: CallsError) => void;
  /** The server will not carry this call's media; trying again is useless. */
  onRefused: (error: CallsError) => void;
}

/** An interruption shorter than this often heals by itself. */
const DisconnectedPatience = 3_000;
const ConnectTimeout = 10_000;
const Refusals = ['sdp_malformed', 'sdp_unsupported', 'capacity', 'call_not_found'];

/**
 * The media half of a call: what is captured, the connection that carries it, and what comes back. A connection that fails is
 * replaced by a new one with a new offer until the call ends.
 */
export class CallMedia {
  readonly local: LocalMedia;
  readonly remoteStream = new MediaStream();
  readonly #remoteSound = new MediaStream();
  readonly audio: RemoteAudio;
  readonly #options: CallMediaOptions;
  #connection: MediaConnection | undefined;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #underWay = false;
  #closed = false;

  constructor(options: CallMediaOptions, local = new LocalMedia(options.devices)) {
    this.#options = options;
    this.local = local;
    this.audio = new RemoteAudio(this.#remoteSound, options.onProblem);
    local.on('tracks', () => {
      void this.#sendTracks(this.#connection);
      options.onChange();
    });
    local.on('lost', options.onProblem);
    const { speaker } = options.devices.preferred;
    if (speaker) {
      // A speaker that is gone leaves the system's own.
      this.audio.setSpeaker(speaker).catch(() => undefined);
    }
  }

  get state(): RTCPeerConnectionState {
    return this.#connection?.state ?? 'new';
  }

  get connection(): MediaConnection | undefined {
    return this.#connection;
  }

  /** Makes the connection where there is none that works or is being made. */
  connect(): void {
    if (!this.#underWay && this.state !== 'connected') {
      this.#restart();
    }
  }

  /** Makes a new connection where this one had to take TCP. */
  async tryUdp(): Promise<void> {
    const connection = this.#connection;
    if (connection?.state === 'connected' && (await connection.protocol()) === 'tcp' && connection === this.#connection) {
      this.#restart();
    }
  }

  async setSpeaker(deviceId: string): Promise<void> {
    try {
      await this.audio.setSpeaker(deviceId);
      this.#options.devices.preferred.speaker = deviceId;
    } catch (error) {
      throw error instanceof CallsError ? error : DeviceError.from(error, 'speaker');
    }
  }

  /** Holds the camera to so many bits a second; for this connection only, as the server tells a new one anew. */
  limit(bitsPerSecond: number | undefined): void {
    this.#connection
      ?.limitVideo(bitsPerSecond)
      .catch((error: unknown) => this.#options.onProblem(new CallsError('internal', String(error))));
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#connection?.close();
    this.#connection = undefined;
    this.local.stop();
    this.audio.close();
    setTracks(this.remoteStream, []);
    setTracks(this.#remoteSound, []);
  }

  #restart(): void {
    clearTimeout(this.#timer);
    if (!this.#closed) {
      void this.#negotiate();
    }
  }

  async #negotiate(): Promise<void> {
    this.#connection?.close();
    this.#underWay = true;
    const connection = new MediaConnection(this.local.stream, this.#options.simulcast, (state) => this.#onState(connection, state));
    this.#connection = connection;
    this.#options.onChange();
    try {
      await connection.send(this.local.microphone, this.local.camera);
      const answer = await this.#options.offer(await connection.createOffer());
      if (this.#connection !== connection) {
        return;
      }
      const tracks = await connection.applyAnswer(answer.sdp, answer.slots);
      if (this.#connection === connection) {
        this.#receive(tracks);
        this.#retryIn(ConnectTimeout);
      }
    } catch (error) {
      if (this.#connection === connection) {
        this.#onFailure(error);
      }
    }
  }

  #onState(connection: MediaConnection, state: RTCPeerConnectionState): void {
    if (connection !== this.#connection) {
      return;
    }
    this.#underWay = state === 'connecting';
    if (state === 'connected') {
      this.#attempt = 0;
      clearTimeout(this.#timer);
    } else if (state === 'disconnected') {
      this.#retryIn(DisconnectedPatience);
    } else if (state === 'failed') {
      this.#restart();
    }
    this.#options.onChange();
  }

  #onFailure(error: unknown): void {
    this.#underWay = false;
    if (error instanceof CallsError && Refusals.includes(error.code)) {
      this.#options.onRefused(error);
    } else if (!(error instanceof CallsError)) {
      // The browser will not take the answer, and would not take it the next time either.
      this.#options.onRefused(new CallsError('sdp_unsupported', String(error)));
    } else {
      this.#retryIn(backoff(this.#attempt++));
    }
  }

  #retryIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#restart(), milliseconds);
  }

  #receive(tracks: MediaStreamTrack[]): void {
    setTracks(this.remoteStream, tracks);
    setTracks(
      this.#remoteSound,
      tracks.filter((track) => track.kind === 'audio'),
    );
    // A stream without tracks cannot play; now it can.
    void this.audio.play();
    this.#options.onChange();
  }

  async #sendTracks(connection: MediaConnection | undefined): Promise<void> {
    try {
      await connection?.send(this.local.microphone, this.local.camera);
    } catch (error) {
      // A connection that was replaced meanwhile is closed; the new one was given the tracks.
      if (connection === this.#connection) {
        this.#options.onProblem(new CallsError('internal', String(error)));
      }
    }
  }
}

function setTracks(stream: MediaStream, tracks: MediaStreamTrack[]): void {
  stream.getTracks().forEach((track) => stream.removeTrack(track));
  tracks.forEach((track) => stream.addTrack(track));
}
