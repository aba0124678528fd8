/**
 * This device's id for `session.start`, kept in `storage` between loads. With sessionStorage every tab is a device of its own, with
 * localStorage the whole browser is one.
 */
export function deviceId(storage: Pick<Storage, 'getItem' | 'setItem'>, key = 'calls.device_id'): string {
  const kept = storage.getItem(key);
  if (kept) {
    return kept;
  }
  const made = randomId();
  storage.setItem(key, made);
  return made;
}

/** 128 random bits in hexadecimal. Unlike crypto.randomUUID it also exists on pages without https. */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
