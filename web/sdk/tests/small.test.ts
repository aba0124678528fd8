import { afterEach, describe, expect, it, vi } from 'vitest';
import { CallStatsReader } from '../CallStats.js';
import { DeviceError } from '../DeviceError.js';
import { Devices } from '../Devices.js';
import { Emitter } from '../Emitter.js';
import { backoff } from '../backoff.js';
import { deviceId } from '../deviceId.js';
import { askForLostAudio, stripAddresses } from '../sdp.js';
import { installMedia } from './fakeMedia.js';

describe('stripAddresses', () => {
  it('leaves no candidate, no address and no port', () => {
    const sdp = [
      'm=audio 49170 UDP/TLS/RTP/SAVPF 111',
      'c=IN IP6 2001:db8::7',
      'a=rtcp:49171 IN IP4 192.0.2.7',
      'a=candidate:1 1 udp 1 192.0.2.7 49170 typ host',
      'a=end-of-candidates',
      'a=mid:0',
      'm=video 0 UDP/TLS/RTP/SAVPF 96',
      '',
    ].join('\r\n');
    expect(stripAddresses(sdp)).toBe(
      [
        'm=audio 9 UDP/TLS/RTP/SAVPF 111',
        'c=IN IP4 0.0.0.0',
        'a=rtcp:9 IN IP4 0.0.0.0',
        'a=mid:0',
        'm=video 0 UDP/TLS/RTP/SAVPF 96',
        '',
      ].join('\r\n'),
    );
  });
});

describe('askForLostAudio', () => {
  it('asks for Opus, once', () => {
    const sdp = ['a=rtpmap:111 opus/48000/2', 'a=rtcp-fb:111 transport-cc', 'a=rtpmap:96 VP8/90000', 'a=rtcp-fb:96 nack pli', ''].join(
      '\r\n',
    );
    const asking = sdp.replace('opus/48000/2', 'opus/48000/2\r\na=rtcp-fb:111 nack');
    expect(askForLostAudio(sdp)).toBe(asking);
    expect(askForLostAudio(asking)).toBe(asking);
  });
});

describe('backoff', () => {
  it('doubles up to its limit', () => {
    const most = Array.from({ length: 8 }, (_, attempt) => backoff(attempt, 500, 10_000, () => 1));
    expect(most).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000]);
  });

  it('leaves half to chance', () => {
    expect(backoff(1, 500, 10_000, () => 0)).toBe(500);
  });
});

describe('DeviceError', () => {
  it.each([
    ['NotAllowedError', 'Permission denied', 'denied'],
    ['NotAllowedError', 'Permission dismissed', 'dismissed'],
    ['NotAllowedError', 'Permission denied by system', 'denied_by_system'],
    ['NotFoundError', '', 'no_device'],
    ['NotReadableError', '', 'in_use'],
    ['SecurityError', '', 'insecure_page'],
    ['TypeError', '', 'unsupported'],
  ])('reads %s (%s) as %s', (name, message, code) => {
    const error = DeviceError.from(Object.assign(new Error(message), { name }), 'camera');
    expect(error).toMatchObject({ code, device: 'camera' });
  });
});

describe('Emitter', () => {
  class Source extends Emitter<{ tick: number }> {
    tick(value: number) {
      this.emit('tick', value);
    }
  }

  it('tells every listener, though one throws, until it is told to stop', () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const source = new Source();
    const heard: number[] = [];
    source.on('tick', () => {
      throw new Error('mine');
    });
    const stop = source.on('tick', (value) => heard.push(value));
    source.tick(1);
    stop();
    source.tick(2);
    expect(heard).toEqual([1]);
    expect(error).toHaveBeenCalledTimes(2);
  });
});

describe('deviceId', () => {
  it('is made once and kept', () => {
    const kept = new Map<string, string>();
    const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
    const made = deviceId(storage);
    expect(made).toMatch(/^[0-9a-f]{32}$/);
    expect(deviceId(storage)).toBe(made);
  });
});

describe('Devices', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('opens the camera that was chosen, whatever its size, and another one if it is gone', async () => {
    installMedia();
    const devices = new Devices();
    expect((await devices.openCamera('back')).getSettings().deviceId).toBe('back');
    expect((await devices.openCamera('unplugged')).getSettings().deviceId).toBe('front');
  });
});

describe('CallStatsReader', () => {
  const report = (bytes: number, timestamp: number) =>
    new Map<string, object>([
      [
        'in',
        {
          id: 'in',
          type: 'inbound-rtp',
          kind: 'audio',
          bytesReceived: bytes,
          packetsReceived: 50,
          packetsLost: 2,
          jitter: 0.004,
          timestamp,
        },
      ],
      [
        'pair',
        { id: 'pair', type: 'candidate-pair', state: 'succeeded', nominated: true, currentRoundTripTime: 0.02, localCandidateId: 'l' },
      ],
      ['l', { id: 'l', type: 'local-candidate', protocol: 'udp', address: '192.0.2.7' }],
    ]) as unknown as RTCStatsReport;

  it('makes rates of counters and names no address', () => {
    const reader = new CallStatsReader();
    reader.read(report(1_000, 0), 'connected');
    const stats = reader.read(report(5_000, 1_000), 'connected');
    expect(stats).toMatchObject({
      protocol: 'udp',
      roundTripMs: 20,
      received: { audio: { bitsPerSecond: 32_000, packetsLost: 2, jitterMs: 4 } },
    });
    expect(JSON.stringify(stats)).not.toContain('192.0.2.7');
  });
});
