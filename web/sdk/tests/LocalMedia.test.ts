import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Devices } from '../Devices.js';
import { LocalMedia } from '../LocalMedia.js';
import { installMedia, type FakeDevices } from './fakeMedia.js';

let devices: FakeDevices;
let local: LocalMedia;

beforeEach(() => {
  devices = installMedia();
  local = new LocalMedia(new Devices());
});

afterEach(() => vi.unstubAllGlobals());

it('counts the camera as on while it is being opened', async () => {
  const open = devices.hold();
  const captured = local.captureEach(true);
  expect(local.cameraOn).toBe(true);
  open();
  await captured;
  expect(local.cameraOn).toBe(true);
});

it('heeds what is switched off while it is being opened', async () => {
  const open = devices.hold();
  const captured = local.captureEach(true);
  local.setMuted(true);
  await local.setCamera(false);
  open();
  await captured;
  expect(devices.tracks.map(({ kind, enabled, stopped }) => [kind, enabled, stopped])).toEqual([
    ['audio', false, false],
    ['video', true, true],
  ]);
  expect(local.cameraOn).toBe(false);
});

it('goes back to the old camera where the new one does not open', async () => {
  await local.captureEach(true);
  const before = local.camera?.getSettings().deviceId;
  devices.cameras = ['front'];
  devices.failures.video = { name: 'NotReadableError', message: 'Device in use' };
  await expect(local.switchCamera('back')).rejects.toMatchObject({ code: 'in_use' });
  expect(local.cameraOn).toBe(false);
  delete devices.failures.video;
  await local.setCamera(true);
  expect(local.camera?.getSettings().deviceId).toBe(before);
});
