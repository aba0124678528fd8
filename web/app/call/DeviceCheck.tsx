import { Dialog } from '../ui/Dialog.js';
import { DevicePanel } from './DevicePanel.js';

/** The devices before a call. */
export function DeviceCheck({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Camera and sound" testId="device-dialog" onClose={onClose}>
      <DevicePanel />
    </Dialog>
  );
}
