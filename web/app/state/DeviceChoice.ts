import { signal } from '@preact/signals';
import { Devices, type DeviceLists, type PreferredDevices } from '../../sdk/index.js';

const Key = 'calls.devices';

/** The devices that the person chose, kept for the browser, and those that are there. */
export class DeviceChoice {
  readonly lists = signal<DeviceLists>({ microphones: [], cameras: [], speakers: [] });
  readonly preferred = signal<PreferredDevices>({});
  readonly devices: Devices;

  constructor(devices: Devices) {
    this.devices = devices;
    devices.on('changed', () => void this.refresh());
    try {
      this.preferred.value = JSON.parse(localStorage.getItem(Key) ?? '{}') as PreferredDevices;
    } catch {
      localStorage.removeItem(Key);
    }
    devices.preferred = this.preferred.value;
    void this.refresh();
  }

  /** Browsers name the devices only after the first permission, so this is asked for again then. */
  async refresh(): Promise<void> {
    this.lists.value = await this.devices.list();
  }

  choose(choice: PreferredDevices): void {
    this.preferred.value = { ...this.preferred.value, ...choice };
    this.devices.preferred = this.preferred.value;
    localStorage.setItem(Key, JSON.stringify(this.preferred.value));
  }
}
