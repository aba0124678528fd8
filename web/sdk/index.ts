/**
 * The calls SDK: place and receive audio and video calls from a page. No UI, no dependencies.
 * @packageDocumentation
 */
export { Api, type ApiOptions, type PageQuery } from './Api.js';
export { Call } from './Call.js';
export type { CallEvents } from './CallFacts.js';
export type { CallMarks } from './CallMarks.js';
export { type CallStats, type StreamStats } from './CallStats.js';
export { CallsClient, type CallsClientOptions } from './CallsClient.js';
export { CallsError } from './CallsError.js';
export { DeviceError, type DeviceErrorCode, type DeviceKind } from './DeviceError.js';
export { Devices, type DeviceLists, type PermissionStateName, type PreferredDevices } from './Devices.js';
export { LocalMedia } from './LocalMedia.js';
export { type ConnectionState } from './SessionSocket.js';
export { simulcastEncodings } from './simulcast.js';
export { Tones, type Tone } from './Tones.js';
export { deviceId, randomId } from './deviceId.js';
export type * from './protocol.js';
