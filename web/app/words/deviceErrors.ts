import type { DeviceError, DeviceErrorCode, DeviceKind } from '../../sdk/index.js';
import type { Words } from './endReasons.js';

const table: Record<DeviceErrorCode, (device: DeviceKind) => Words> = {
  denied: (device) => ({
    title: `Your browser blocks the ${device}`,
    detail: `Open the site settings beside the address, allow the ${device}, and try again.`,
  }),
  denied_by_system: (device) => ({
    title: `Your system blocks the ${device}`,
    detail: `Allow this browser to use the ${device} in your system’s privacy settings, and try again.`,
  }),
  dismissed: (device) => ({
    title: `The ${device} was not allowed`,
    detail: 'The browser’s question was closed without an answer. Try again and choose “Allow”.',
  }),
  no_device: (device) => ({
    title: `No ${device} found`,
    detail: `Plug in or switch on a ${device}, and try again.`,
  }),
  in_use: (device) => ({
    title: `The ${device} is in use`,
    detail: `Another program holds your ${device}. Close it, and try again.`,
  }),
  insecure_page: (device) => ({
    title: `The ${device} needs a secure page`,
    detail: 'Browsers give devices to https:// addresses only. Open this page with https.',
  }),
  unsupported: (device) => ({
    title: `The ${device} can’t be used here`,
    detail: 'This browser doesn’t support it. Try a current version of Chrome, Edge, Firefox or Safari.',
  }),
};

/** Why a device cannot be used, and what to do about it. */
export function deviceWords(error: DeviceError): Words {
  return table[error.code](error.device);
}
