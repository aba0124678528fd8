import { vi } from 'vitest';

/** A track that remembers whether it was stopped. */
export class FakeTrack {
  enabled = true;
  stopped = false;
  onended: (() => void) | null = null;

  constructor(
    readonly kind: string,
    readonly deviceId: string,
  ) {}

  stop(): void {
    this.stopped = true;
  }

  getSettings(): MediaTrackSettings {
    return { deviceId: this.deviceId };
  }
}

export class FakeStream {
  readonly #tracks = new Set<FakeTrack>();

  constructor(tracks: FakeTrack[] = []) {
    tracks.forEach((track) => this.#tracks.add(track));
  }

  addTrack(track: FakeTrack): void {
    this.#tracks.add(track);
  }

  removeTrack(track: FakeTrack): void {
    this.#tracks.delete(track);
  }

  getTracks(): FakeTrack[] {
    return [...this.#tracks];
  }

  getAudioTracks(): FakeTrack[] {
    return this.getTracks().filter((track) => track.kind === 'audio');
  }

  getVideoTracks(): FakeTrack[] {
    return this.getTracks().filter((track) => track.kind === 'video');
  }
}

class FakeTransceiver {
  mid: string | null = null;
  sent: FakeTrack | null = null;
  readonly receiver: { track: FakeTrack; getSynchronizationSources: () => RTCRtpSynchronizationSource[] };
  readonly sender = {
    replaceTrack: async (track: FakeTrack | null) => {
      this.sent = track;
    },
    getParameters: () => structuredClone(this.parameters),
    setParameters: async (parameters: { encodings: RTCRtpEncodingParameters[] }) => {
      this.parameters = parameters;
    },
  };
  parameters: { encodings: RTCRtpEncodingParameters[] };

  constructor(
    readonly kind: string,
    readonly init: RTCRtpTransceiverInit,
  ) {
    this.parameters = { encodings: init.sendEncodings ?? [{}] };
    this.receiver = { track: new FakeTrack(kind, 'remote'), getSynchronizationSources: () => [] };
  }
}

const offerSdp = (version: number) =>
  [
    'v=0',
    `o=- ${version} 2 IN IP4 127.0.0.1`,
    'm=audio 49170 UDP/TLS/RTP/SAVPF 111',
    'c=IN IP4 192.0.2.7',
    'a=candidate:1 1 udp 2122260223 192.0.2.7 49170 typ host',
    '',
  ].join('\r\n');

export class FakePeerConnection {
  static all: FakePeerConnection[] = [];
  static get last(): FakePeerConnection {
    return this.all.at(-1)!;
  }

  connectionState: RTCPeerConnectionState = 'new';
  onconnectionstatechange: (() => void) | null = null;
  remoteDescription: RTCSessionDescriptionInit | undefined;
  offers = 0;
  closed = false;
  /** What getStats() gives. */
  stats: object[] = [];
  readonly #transceivers: FakeTransceiver[] = [];

  constructor() {
    FakePeerConnection.all.push(this);
  }

  addTransceiver(kind: string, init: RTCRtpTransceiverInit): FakeTransceiver {
    const transceiver = new FakeTransceiver(kind, init);
    this.#transceivers.push(transceiver);
    return transceiver;
  }

  getTransceivers(): FakeTransceiver[] {
    return this.#transceivers;
  }

  async createOffer(): Promise<RTCSessionDescriptionInit> {
    this.offers++;
    return { type: 'offer', sdp: offerSdp(FakePeerConnection.all.length) };
  }

  async setLocalDescription(): Promise<void> {
    this.#transceivers.forEach((transceiver, index) => (transceiver.mid = String(index)));
  }

  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.remoteDescription = description;
  }

  async getStats(): Promise<Map<number, object>> {
    return new Map(this.stats.entries());
  }

  close(): void {
    this.closed = true;
    this.connectionState = 'closed';
  }

  /** What is sent, by kind. */
  sent(kind: 'audio' | 'video'): FakeTrack | null | undefined {
    return this.#transceivers.find((transceiver) => transceiver.kind === kind)?.sent;
  }

  /** How fast a kind may be sent; of several qualities the smallest. */
  maxBitrate(kind: 'audio' | 'video'): number | undefined {
    return this.maxBitrates(kind)[0];
  }

  /** How fast each quality of a kind may be sent. */
  maxBitrates(kind: 'audio' | 'video'): (number | undefined)[] {
    const { parameters } = this.#transceivers.find((transceiver) => transceiver.kind === kind)!;
    return parameters.encodings.map(({ maxBitrate }) => maxBitrate);
  }

  turn(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }
}

class FakeAudio {
  static all: FakeAudio[] = [];
  srcObject: unknown = null;
  muted = false;
  autoplay = false;
  sinkId = '';
  played = 0;

  constructor() {
    FakeAudio.all.push(this);
  }

  async play(): Promise<void> {
    this.played++;
  }

  async setSinkId(id: string): Promise<void> {
    this.sinkId = id;
  }
}

/** The devices of the machine under test, and what its browser says when asked for them. */
export class FakeDevices {
  permission: PermissionState = 'granted';
  /** What opening a device of a kind fails with. */
  failures: Partial<Record<'audio' | 'video', { name: string; message: string }>> = {};
  cameras = ['front', 'back'];
  readonly captures: MediaStreamConstraints[] = [];
  readonly tracks: FakeTrack[] = [];

  #held: Promise<void> | undefined;

  addEventListener = vi.fn();

  /** Lets what is opened from now on wait until the function that it returns is called. */
  hold(): () => void {
    let release = () => {};
    this.#held = new Promise((resolve) => (release = resolve));
    return release;
  }

  async getUserMedia(constraints: MediaStreamConstraints): Promise<FakeStream> {
    this.captures.push(constraints);
    await this.#held;
    const failure = (constraints.audio && this.failures.audio) || (constraints.video && this.failures.video);
    if (failure) {
      throw Object.assign(new Error(failure.message), { name: failure.name });
    }
    const open = (kind: string, wanted: boolean | MediaTrackConstraints | undefined, fallback: string) => {
      const id = ((wanted as MediaTrackConstraints).deviceId as { exact?: string } | undefined)?.exact;
      if (id !== undefined && kind === 'video' && !this.cameras.includes(id)) {
        throw Object.assign(new Error('No such device.'), { name: 'OverconstrainedError' });
      }
      return new FakeTrack(kind, id ?? fallback);
    };
    const tracks = [
      ...(constraints.audio ? [open('audio', constraints.audio, 'microphone')] : []),
      ...(constraints.video ? [open('video', constraints.video, this.cameras[0]!)] : []),
    ];
    this.tracks.push(...tracks);
    return new FakeStream(tracks);
  }

  async enumerateDevices(): Promise<Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>[]> {
    return this.cameras.map((deviceId) => ({ kind: 'videoinput', deviceId, label: deviceId }));
  }
}

/** Puts a browser's media in place of what Node lacks. */
export function installMedia(): FakeDevices {
  const devices = new FakeDevices();
  FakePeerConnection.all = [];
  vi.stubGlobal('RTCPeerConnection', FakePeerConnection);
  vi.stubGlobal('MediaStream', FakeStream);
  vi.stubGlobal('Audio', FakeAudio);
  vi.stubGlobal('navigator', {
    mediaDevices: devices,
    permissions: { query: async () => ({ state: devices.permission }) },
  });
  return devices;
}
