import { describe, expect, it } from 'vitest';
import type { Call } from '../../sdk/index.js';
import { announcement, pausedPicture } from '../call/status.js';

describe('a picture that is held back', () => {
  const call = (changes: Partial<Call> = {}) =>
    ({
      state: 'active',
      connectionState: 'connected',
      media: 'video',
      peer: { display_name: 'Alice' },
      remote: { audio: true, video: true, connected: true },
      remoteVideoPaused: 'your_connection',
      ...changes,
    }) as Call;

  it('is told to those who see it and to those who hear the page', () => {
    expect(pausedPicture(call())?.title).toBe('Alice’s video is paused');
    expect(announcement(call())).toMatch(/^In call with Alice\. Alice’s video is paused\. Your connection is too slow .* by itself\.$/);
  });

  it('is nothing to tell of once it flows', () => {
    const flowing = call({ remoteVideoPaused: undefined });
    expect(pausedPicture(flowing)).toBeUndefined();
    expect(announcement(flowing)).toBe('In call with Alice');
  });

  it('yields to what matters more: a camera that is off, a call that is cut off', () => {
    expect(pausedPicture(call({ remote: { audio: true, video: false, connected: true } }))).toBeUndefined();
    expect(announcement(call({ state: 'reconnecting', connectionState: 'connecting' }))).toBe('Reconnecting…');
    expect(pausedPicture(call({ state: 'reconnecting', connectionState: 'connecting' }))).toBeUndefined();
  });
});
