import { DeviceError, type DeviceKind } from './DeviceError.js';
import { Emitter } from './Emitter.js';

export type PermissionStateName = 'granted' | 'prompt' | 'denied' | 'unknown';

export interface DeviceLists {
  microphones: MediaDeviceInfo[];
  cameras: MediaDeviceInfo[];
  speakers: MediaDeviceInfo[];
}

/** The devices that a person chose; each is used while it is plugged in. */
export interface PreferredDevices {
  microphone?: string | undefined;
  camera?: string | undefined;
  speaker?: string | undefined;
}

interface DevicesEvents {
  /** Something was plugged in or out, or a permission changed. */
  changed: void;
}

/** The page's microphones, cameras and speakers, and whether it may use them. */
export class Devices extends Emitter<DevicesEvents> {
  /** What new captures ask for first. */
  preferred: PreferredDevices = {};

  constructor() {
    super();
    mediaDevices()?.addEventListener?.('devicechange', () => this.emit('changed', undefined));
  }

  /** False on pages without https: browsers hide the devices there. */
  static get available(): boolean {
    return mediaDevices() !== undefined;
  }

  /** Whether the browser lets a page choose the speaker (HTMLMediaElement.setSinkId). */
  static get canChooseSpeaker(): boolean {
    return typeof HTMLMediaElement !== 'undefined' && 'setSinkId' in HTMLMediaElement.prototype;
  }

  /** Whether the browser has a dialog of its own for the speaker ({@link askForSpeaker}). */
  static get canAskForSpeaker(): boolean {
    return 'selectAudioOutput' in (mediaDevices() ?? {});
  }

  /** All devices. Their names are empty, and the lists may be short, until the permission was given once. */
  async list(): Promise<DeviceLists> {
    const all = (await mediaDevices()?.enumerateDevices()) ?? [];
    const of = (kind: MediaDeviceKind) => all.filter((device) => device.kind === kind && device.deviceId !== '');
    return { microphones: of('audioinput'), cameras: of('videoinput'), speakers: of('audiooutput') };
  }

  /** What the browser would say to a capture. `unknown` where it does not tell beforehand. */
  async permission(device: 'microphone' | 'camera'): Promise<PermissionStateName> {
    try {
      return (await navigator.permissions.query({ name: device as PermissionName })).state;
    } catch {
      return 'unknown';
    }
  }

  /** Lets the person choose a speaker where the browser has a dialog of its own for that (Firefox). Gives its device id. */
  async askForSpeaker(): Promise<string> {
    const devices = mediaDevices() as (MediaDevices & { selectAudioOutput?: () => Promise<MediaDeviceInfo> }) | undefined;
    if (!devices?.selectAudioOutput) {
      throw new DeviceError('unsupported', 'speaker');
    }
    try {
      return (await devices.selectAudioOutput()).deviceId;
    } catch (error) {
      throw DeviceError.from(error, 'speaker');
    }
  }

  /** Opens the microphone, with echo cancellation. */
  openMicrophone(deviceId = this.preferred.microphone): Promise<MediaStreamTrack> {
    return this.#open('microphone', { audio: microphoneConstraints(deviceId) });
  }

  /** Opens a camera. */
  openCamera(deviceId = this.preferred.camera): Promise<MediaStreamTrack> {
    return this.#open('camera', { video: cameraConstraints(deviceId) });
  }

  /** Opens both in one question to the person. */
  async openBoth(): Promise<{ microphone: MediaStreamTrack; camera: MediaStreamTrack }> {
    try {
      const stream = await getUserMedia('microphone', {
        audio: microphoneConstraints(this.preferred.microphone),
        video: cameraConstraints(this.preferred.camera),
      });
      return { microphone: stream.getAudioTracks()[0]!, camera: stream.getVideoTracks()[0]! };
    } catch (error) {
      throw await this.#blame(error);
    }
  }

  async #open(device: DeviceKind, wanted: Wanted): Promise<MediaStreamTrack> {
    try {
      return (await getUserMedia(device, wanted)).getTracks()[0]!;
    } catch (error) {
      throw DeviceError.from(error, device);
    }
  }

  /** getUserMedia for both does not say which of the two it failed for. */
  async #blame(error: unknown): Promise<DeviceError> {
    const first = DeviceError.from(error, 'camera');
    if (first.code === 'no_device' || first.code === 'in_use') {
      try {
        (await this.openMicrophone()).stop();
        return first;
      } catch (microphoneError) {
        return DeviceError.from(microphoneError, 'microphone');
      }
    }
    const microphone = await this.permission('microphone');
    return first.code === 'denied' && microphone === 'granted' ? first : DeviceError.from(error, 'microphone');
  }
}

function mediaDevices(): MediaDevices | undefined {
  return globalThis.navigator?.mediaDevices;
}

interface Wanted {
  audio?: MediaTrackConstraints;
  video?: MediaTrackConstraints;
}

/** Opens the chosen devices; where one of them is gone, whichever there are. */
async function getUserMedia(device: DeviceKind, wanted: Wanted): Promise<MediaStream> {
  const devices = mediaDevices();
  if (!devices) {
    throw new DeviceError(globalThis.isSecureContext === false ? 'insecure_page' : 'unsupported', device);
  }
  try {
    return await devices.getUserMedia(wanted);
  } catch (error) {
    if ((error as Error).name !== 'OverconstrainedError') {
      throw error;
    }
    return devices.getUserMedia({
      ...(wanted.audio ? { audio: ofAnyDevice(wanted.audio) } : {}),
      ...(wanted.video ? { video: ofAnyDevice(wanted.video) } : {}),
    });
  }
}

function ofAnyDevice(constraints: MediaTrackConstraints): MediaTrackConstraints {
  const others = { ...constraints };
  delete others.deviceId;
  return others;
}

/** `exact`, since `ideal` weighs a device less than its picture's size: a small camera that was chosen would lose against a large one. */
function microphoneConstraints(deviceId: string | undefined): MediaTrackConstraints {
  return {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    ...(deviceId ? { deviceId: { exact: deviceId } } : {}),
  };
}

function cameraConstraints(deviceId: string | undefined): MediaTrackConstraints {
  return {
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30 },
    ...(deviceId ? { deviceId: { exact: deviceId } } : { facingMode: 'user' }),
  };
}
