import { DeviceError } from './DeviceError.js';
import type { Devices } from './Devices.js';
import { Emitter } from './Emitter.js';

interface LocalMediaEvents {
  /** A track came, went or was replaced. */
  tracks: void;
  /** A device went away and none took its place. */
  lost: DeviceError;
}

/** What this side captures: nothing until `capture`, then a microphone and perhaps a camera. */
export class LocalMedia extends Emitter<LocalMediaEvents> {
  /** The same object as long as the call lasts; its tracks come and go. */
  readonly stream = new MediaStream();
  readonly #devices: Devices;
  #microphone: MediaStreamTrack | undefined;
  #camera: MediaStreamTrack | undefined;
  #muted = false;
  /** A camera is being opened that the other side takes for on already. */
  #openingCamera = false;
  #stopped = false;

  constructor(devices: Devices) {
    super();
    this.#devices = devices;
  }

  get microphone(): MediaStreamTrack | undefined {
    return this.#microphone;
  }

  get camera(): MediaStreamTrack | undefined {
    return this.#camera;
  }

  /** True while it is being opened for a call that was just taken, or changed for another one, too. */
  get cameraOn(): boolean {
    return this.#camera !== undefined || this.#openingCamera;
  }

  get muted(): boolean {
    return this.#muted;
  }

  /** Opens what a call needs. Throws {@link DeviceError}; then nothing is open that was not before. */
  async capture(video: boolean): Promise<void> {
    if (video && !this.#camera && !this.#microphone) {
      const { microphone, camera } = await this.#devices.openBoth();
      this.#setMicrophone(microphone);
      this.#setCamera(camera);
    } else {
      if (!this.#microphone) {
        await this.#openMicrophone();
      }
      if (video && !this.#camera) {
        this.#setCamera(await this.#devices.openCamera());
      }
    }
  }

  /**
   * Opens what a call needs where the browser asks nothing: each device is used as soon as it is open, so that the voice does not wait for the
   * camera, and one that fails does not take the other with it. Throws {@link DeviceError} for one that failed, the microphone's before the camera's.
   */
  async captureEach(video: boolean): Promise<void> {
    const attempts = await Promise.allSettled([
      this.#microphone ? undefined : this.#openMicrophone(),
      video && !this.#camera ? this.#openCamera(this.#devices.preferred.camera) : undefined,
    ]);
    const failed = attempts.find((attempt) => attempt.status === 'rejected');
    if (failed) {
      throw failed.reason;
    }
  }

  /** Silences the microphone without closing it, so that speaking again is instant. */
  setMuted(muted: boolean): void {
    this.#muted = muted;
    if (this.#microphone) {
      this.#microphone.enabled = !muted;
    }
  }

  /** Opens the camera, or closes it so that its light goes out. */
  async setCamera(on: boolean): Promise<void> {
    if (!on) {
      this.#openingCamera = false;
      this.#setCamera(undefined);
    } else if (!this.cameraOn) {
      this.#setCamera(await this.#devices.openCamera());
    }
  }

  /** Changes to another camera; `next` goes round all of them. */
  async switchCamera(deviceId: string): Promise<void> {
    const before = this.#camera?.getSettings().deviceId;
    const wanted = deviceId === 'next' ? await this.#nextCamera(before) : deviceId;
    this.#devices.preferred.camera = wanted;
    // Phones open one camera at a time.
    this.#setCamera(undefined, { quiet: true });
    try {
      await this.#openCamera(wanted);
    } catch (error) {
      this.#devices.preferred.camera = before;
      await this.#openCamera(before).catch(() => this.#setCamera(undefined));
      throw error;
    }
  }

  async setMicrophone(deviceId = this.#devices.preferred.microphone): Promise<void> {
    this.#setMicrophone(await this.#devices.openMicrophone(deviceId));
    this.#devices.preferred.microphone = deviceId;
  }

  /** Moves what `other` captures here. */
  take(other: LocalMedia): void {
    this.#muted = other.#muted;
    this.#setMicrophone(other.#give('microphone'));
    this.#setCamera(other.#give('camera'));
  }

  /** Closes all devices; they can be opened again. */
  release(): void {
    this.#setMicrophone(undefined);
    this.#setCamera(undefined);
  }

  /** Closes all devices for good, those that the person is just being asked for included. */
  stop(): void {
    this.#stopped = true;
    this.release();
  }

  async #openMicrophone(): Promise<void> {
    this.#setMicrophone(await this.#devices.openMicrophone());
  }

  /** Opens a camera that counts as on meanwhile; switched off before it is open, it is closed again. */
  async #openCamera(deviceId: string | undefined): Promise<void> {
    this.#openingCamera = true;
    try {
      const track = await this.#devices.openCamera(deviceId);
      if (this.#openingCamera) {
        this.#setCamera(track);
      } else {
        track.stop();
      }
    } finally {
      this.#openingCamera = false;
    }
  }

  #give(device: 'microphone' | 'camera'): MediaStreamTrack | undefined {
    const track = device === 'microphone' ? this.#microphone : this.#camera;
    if (device === 'microphone') {
      this.#microphone = undefined;
    } else {
      this.#camera = undefined;
    }
    if (track) {
      this.stream.removeTrack(track);
    }
    return track;
  }

  async #nextCamera(current: string | undefined): Promise<string | undefined> {
    const { cameras } = await this.#devices.list();
    const index = cameras.findIndex((camera) => camera.deviceId === current);
    return cameras[(index + 1) % Math.max(1, cameras.length)]?.deviceId;
  }

  #setMicrophone(track: MediaStreamTrack | undefined): void {
    if (track) {
      track.enabled = !this.#muted;
    }
    this.#microphone = this.#replace(this.#microphone, track, async () => {
      this.#setMicrophone(undefined);
      await this.#reopen('microphone', () => this.#openMicrophone());
    });
    this.emit('tracks', undefined);
  }

  #setCamera(track: MediaStreamTrack | undefined, { quiet = false } = {}): void {
    this.#camera = this.#replace(this.#camera, track, async () => {
      this.#setCamera(undefined);
      await this.#reopen('camera', async () => this.#setCamera(await this.#devices.openCamera()));
    });
    if (!quiet) {
      this.emit('tracks', undefined);
    }
  }

  #replace(
    before: MediaStreamTrack | undefined,
    track: MediaStreamTrack | undefined,
    onEnded: () => Promise<void>,
  ): MediaStreamTrack | undefined {
    if (before && before !== track) {
      before.onended = null;
      before.stop();
      this.stream.removeTrack(before);
    }
    if (track && this.#stopped) {
      // The call ended while the person was still being asked.
      track.stop();
      return undefined;
    }
    if (track) {
      // `ended` fires for devices that are pulled out and permissions that are withdrawn, not for stop().
      track.onended = () => void onEnded();
      this.stream.addTrack(track);
    }
    return track;
  }

  async #reopen(device: 'microphone' | 'camera', open: () => Promise<void>): Promise<void> {
    try {
      await open();
    } catch (error) {
      if (!this.#stopped) {
        this.emit('lost', DeviceError.from(error, device));
      }
    }
  }
}
