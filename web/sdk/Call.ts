import { CallFacts } from './CallFacts.js';
import type { CallMarks } from './CallMarks.js';
import { CallMedia } from './CallMedia.js';
import { CallRequests, type SendRequest } from './CallRequests.js';
import { CallStatsReader, type CallStats } from './CallStats.js';
import { CallsError } from './CallsError.js';
import type { Devices } from './Devices.js';
import type { LocalMedia } from './LocalMedia.js';
import { MediaReporter } from './MediaReporter.js';
import { watchFirstMedia } from './firstMedia.js';
import type { CallSnapshot, CallState, EndReason, MediaTile } from './protocol.js';
import { watchReception } from './reception.js';

/** What a call needs from its client. */
export interface CallSignaling {
  devices: Devices;
  simulcast: boolean;
  request: SendRequest;
}

/** One call, as this device sees and drives it. Made by {@link CallsClient}. */
export class Call extends CallFacts {
  readonly marks: CallMarks = {};
  readonly #devices: Devices;
  readonly #requests: CallRequests;
  readonly #media: CallMedia;
  readonly #reporter: MediaReporter;
  /** Whether the devices open without a question; known before the call is taken, so that taking it need not wait for it. */
  #permissions: Promise<Record<'microphone' | 'camera', boolean>>;
  readonly #statsReader = new CallStatsReader();
  #taken: boolean;
  #endedHere = false;
  #capturing = false;
  #stopWatching: (() => void)[] = [];

  /** @internal */
  constructor(snapshot: CallSnapshot, signaling: CallSignaling, local?: LocalMedia) {
    super(snapshot);
    this.#devices = signaling.devices;
    this.#requests = new CallRequests(this, signaling.request);
    this.#taken = snapshot.direction === 'outgoing' || snapshot.state !== 'ringing';
    this.#media = new CallMedia(
      {
        devices: signaling.devices,
        simulcast: signaling.simulcast,
        offer: (sdp) => this.#requests.offer(sdp),
        onChange: () => this.#onMediaChange(),
        onProblem: (problem) => this.emit('problem', problem),
        onRefused: (error) => this.#onRefused(error),
      },
      local,
    );
    this.#permissions = this.#askPermissions();
    this.#reporter = new MediaReporter({
      send: (wanted) => this.#requests.setMedia(wanted),
      onFailure: (error) => this.state !== 'ended' && this.emit('problem', error),
      onSuccess: () => this.#reportMedia(),
    });
    this.#follow(snapshot.state);
  }

  /** Whether it was ended from this device. */
  get endedHere(): boolean {
    return this.#endedHere;
  }

  /** How long both sides have been talking, or had; undefined if they never did. In seconds. */
  get duration(): number | undefined {
    const { active, ended } = this.marks;
    return active === undefined ? undefined : ((ended ?? performance.now()) - active) / 1000;
  }

  /** Says how the receive slots are shown, so that no larger pictures are sent than are of use. Slots that are not named get the best there is. */
  async setLayout(tiles: readonly MediaTile[]): Promise<void> {
    await this.#requests.setLayout(tiles);
  }

  /** How loud the other side is right now, 0 to 1. */
  get remoteAudioLevel(): number {
    return this.#media.connection?.audioReceiver.getSynchronizationSources()[0]?.audioLevel ?? 0;
  }

  /** True on the device that placed or took the call: the one that captures and plays. */
  get taken(): boolean {
    return this.#taken;
  }

  get muted(): boolean {
    return this.#media.local.muted;
  }

  /** False when the microphone could not be opened, or went away. */
  get microphoneOn(): boolean {
    return this.#capturing || this.#media.local.microphone !== undefined;
  }

  get cameraOn(): boolean {
    return this.#media.local.cameraOn;
  }

  get speakerOn(): boolean {
    return this.#media.audio.on;
  }

  /** The camera and microphone in use now. */
  get localDevices(): { microphone?: string | undefined; camera?: string | undefined; speaker: string } {
    const { microphone, camera } = this.#media.local;
    return {
      microphone: microphone?.getSettings().deviceId,
      camera: camera?.getSettings().deviceId,
      speaker: this.#media.audio.speaker,
    };
  }

  /** What this side captures. The same object as long as the call lasts. */
  get localStream(): MediaStream {
    return this.#media.local.stream;
  }

  /** The other side's sound and picture. The SDK plays the sound itself: show this in a muted video element. */
  get remoteStream(): MediaStream {
    return this.#media.remoteStream;
  }

  /** The state of this side's own media connection. */
  get connectionState(): RTCPeerConnectionState {
    return this.#media.state;
  }

  /**
   * Takes an incoming call. Where the browser still has to ask for the devices it is asked first, and the call rings on meanwhile;
   * a {@link DeviceError} then leaves it ringing.
   */
  async accept({ video = this.media === 'video' }: { video?: boolean } = {}): Promise<void> {
    if (this.direction !== 'incoming' || this.state !== 'ringing' || this.#taken) {
      throw new CallsError('wrong_state', 'This call does not ring any more.');
    }
    this.#taken = true;
    this.#capturing = true;
    this.marks.accept = performance.now();
    void this.#media.audio.play();
    this.emit('changed', undefined);

    try {
      if (await this.#permissions.then(({ microphone, camera }) => microphone && (camera || !video))) {
        // No question will be asked: capturing and accepting take place at the same time.
        const accepted = this.#requests.accept(video ? 'video' : 'audio');
        const captured = this.#media.local.captureEach(video).catch((error: CallsError) => this.emit('problem', error));
        await Promise.all([accepted, captured]);
      } else {
        await this.#media.local.capture(video);
        await this.#requests.accept(video ? 'video' : 'audio');
      }
    } catch (error) {
      if (this.state === 'ringing') {
        this.#taken = false;
        this.#media.local.release();
        this.#permissions = this.#askPermissions();
        this.emit('changed', undefined);
      }
      throw error;
    } finally {
      this.#capturing = false;
      this.emit('changed', undefined);
    }
    this.#reportMedia();
  }

  async decline(): Promise<void> {
    this.#endHere('declined');
    await this.#requests.decline();
  }

  /** Ends the call, or cancels it while it rings. It is over here at once, even without a connection. */
  async hangup(): Promise<void> {
    if (this.direction === 'incoming' && this.state === 'ringing') {
      return this.decline();
    }
    this.#endHere(this.state === 'ringing' && this.direction === 'outgoing' ? 'cancelled' : 'hangup');
    await this.#requests.hangup();
  }

  setMuted(muted: boolean): void {
    this.#media.local.setMuted(muted);
    this.emit('changed', undefined);
    this.#reportMedia();
  }

  /** Opens or closes the camera; closed means that its light is out. Throws {@link DeviceError}. */
  async setCamera(on: boolean): Promise<void> {
    await this.#media.local.setCamera(on);
  }

  /** Changes to another camera, `next` goes round all of them. Throws {@link DeviceError} and keeps the old one. */
  async switchCamera(deviceId = 'next'): Promise<void> {
    await this.#media.local.switchCamera(deviceId);
  }

  /** Changes to another microphone, or tries the preferred one again. Throws {@link DeviceError} and keeps the old one. */
  async setMicrophone(deviceId?: string): Promise<void> {
    await this.#media.local.setMicrophone(deviceId);
  }

  /** Plays on another speaker; see {@link Devices.canChooseSpeaker}. */
  async setSpeaker(deviceId: string): Promise<void> {
    await this.#media.setSpeaker(deviceId);
    this.emit('changed', undefined);
  }

  /** Silences or plays the other side's sound. */
  setSpeakerOn(on: boolean): void {
    this.#media.audio.on = on;
    this.emit('changed', undefined);
  }

  /** Plays sound that the browser held back (`autoplay_blocked`); call it from a click. */
  async resumeAudio(): Promise<void> {
    await this.#media.audio.play();
  }

  async getStats(): Promise<CallStats> {
    const connection = this.#media.connection;
    return connection ? this.#statsReader.read(await connection.getStats(), connection.state) : { state: 'closed', received: {}, sent: {} };
  }

  /** @internal Takes over what the server says. */
  update(snapshot: CallSnapshot): void {
    if (this.state === 'ended') {
      return;
    }
    const before = this.state;
    this.snapshot = snapshot;
    if (snapshot.direction === 'outgoing') {
      this.#taken = true;
    }
    if (snapshot.state !== before) {
      this.#follow(snapshot.state);
    }
    this.emit('changed', undefined);
    if (snapshot.state === 'ended') {
      this.emit('ended', undefined);
    } else {
      this.#reportMedia();
    }
  }

  /** @internal The camera is to send no more bits a second: the other side cannot take them. */
  limit(bitsPerSecond: number | undefined): void {
    this.#media.limit(bitsPerSecond);
  }

  /** @internal For a call that had ended before anybody could listen to it. */
  announceEnd(): void {
    this.emit('changed', undefined);
    this.emit('ended', undefined);
  }

  /** @internal The network may be another one: where media went over TCP for want of UDP, UDP may do now. */
  tryUdp(): void {
    void this.#media.tryUdp();
  }

  /** @internal The session runs again: whatever was lost meanwhile is made good, and what is held back is told anew. */
  resume(): void {
    this.pause(undefined);
    this.limit(undefined);
    this.#reporter.forget();
    this.#media.connect();
    this.#reportMedia();
  }

  /**
   * @internal This device is in the call without having captured for it: both sides called each other, and `captured` was opened for
   * the call that never came to be; or the page was loaded again.
   */
  async adopt(captured?: LocalMedia): Promise<void> {
    this.#taken = true;
    void this.#media.audio.play();
    if (captured) {
      this.#media.local.take(captured);
      return;
    }
    this.#capturing = true;
    try {
      await this.#media.local.capture(this.snapshot.self.video);
    } catch (error) {
      this.emit('problem', error as CallsError);
    } finally {
      this.#capturing = false;
      this.emit('changed', undefined);
      this.#reportMedia();
    }
  }

  /** @internal The server does not know the call any more. */
  close(reason: EndReason): void {
    this.update({ ...this.snapshot, state: 'ended', reason, ended_at: new Date().toISOString() });
  }

  #follow(state: CallState): void {
    if (state === 'ended') {
      this.marks.ended = performance.now();
      this.#stopWatching.forEach((stop) => stop());
      this.#media.close();
      return;
    }
    // While it rings too: ICE and DTLS are done when the answer comes (docs/protocol.md, Calls).
    this.#media.connect();
    if (state === 'connecting' || state === 'active') {
      this.marks.accept ??= performance.now();
      this.#watch();
    }
    if (state === 'active') {
      this.marks.active ??= performance.now();
    }
  }

  #watch(): void {
    if (this.#stopWatching.length > 0) {
      return;
    }
    const connection = () => this.#media.connection;
    this.#stopWatching = [
      watchFirstMedia(connection, (kind, time) => {
        this.marks[kind === 'audio' ? 'firstRemoteAudio' : 'firstRemoteFrame'] = time;
      }),
      watchReception(connection, (slots) => this.#requests.tellReceived(slots)),
    ];
  }

  async #askPermissions(): Promise<Record<'microphone' | 'camera', boolean>> {
    const [microphone, camera] = await Promise.all([this.#devices.permission('microphone'), this.#devices.permission('camera')]);
    return { microphone: microphone === 'granted', camera: camera === 'granted' };
  }

  #endHere(reason: EndReason): void {
    this.#endedHere = true;
    this.close(reason);
  }

  #onMediaChange(): void {
    if (this.#media.state === 'connected') {
      this.marks.connected ??= performance.now();
    }
    this.emit('changed', undefined);
    this.#reportMedia();
  }

  #onRefused(error: CallsError): void {
    if (this.state !== 'ended') {
      this.emit('problem', error);
      void this.hangup();
    }
  }

  /** Tells the server what this side sends. While the devices are being opened it is what was promised when the call was taken. */
  #reportMedia(): void {
    const waiting = this.direction === 'incoming' && this.state === 'ringing';
    if (this.#taken && !this.#capturing && !waiting && this.state !== 'ended') {
      const { microphone, muted, cameraOn } = this.#media.local;
      this.#reporter.report({ audio: microphone !== undefined && !muted, video: cameraOn }, this.snapshot.self);
    }
  }
}
