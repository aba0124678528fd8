import { CallsError } from './CallsError.js';

export type DeviceKind = 'microphone' | 'camera' | 'speaker';

/**
 * Why a device cannot be used: `denied` (the person or a policy refused this page), `denied_by_system` (the operating system refuses
 * the browser), `dismissed` (the question was closed without an answer), `no_device`, `in_use` (another program holds it),
 * `insecure_page` (browsers give devices to https pages and localhost only), `unsupported`.
 */
export type DeviceErrorCode = 'denied' | 'denied_by_system' | 'dismissed' | 'no_device' | 'in_use' | 'insecure_page' | 'unsupported';

/** A microphone, camera or speaker could not be used. */
export class DeviceError extends CallsError {
  override readonly name = 'DeviceError';

  constructor(
    override readonly code: DeviceErrorCode,
    readonly device: DeviceKind,
    cause?: unknown,
  ) {
    super(code, `${device}: ${code.replaceAll('_', ' ')}`);
    this.cause = cause;
  }

  /** Reads the exception of getUserMedia (W3C Media Capture, section 10.2.3). */
  static from(error: unknown, device: DeviceKind): DeviceError {
    if (error instanceof DeviceError) {
      return error;
    }
    const { name, message } = error as { name?: string; message?: string };
    return new DeviceError(codeOf(name ?? '', message ?? ''), device, error);
  }
}

function codeOf(name: string, message: string): DeviceErrorCode {
  switch (name) {
    case 'NotAllowedError':
      // Chromium tells the three apart only in the text.
      if (/system/i.test(message)) {
        return 'denied_by_system';
      }
      return /dismiss/i.test(message) ? 'dismissed' : 'denied';
    case 'SecurityError':
      return 'insecure_page';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'no_device';
    case 'NotReadableError':
    case 'AbortError':
      return 'in_use';
    default:
      return 'unsupported';
  }
}
