import type { CallSnapshot, Profile } from '../protocol.js';

export const alice: Profile = {
  id: 'alice',
  handle: 'alice',
  display_name: 'Alice',
  premium: true,
  verified: false,
  following: true,
  followed_by: true,
  blocked: false,
};

/** A call as the server describes it. */
export function call(changes: Partial<CallSnapshot> = {}): CallSnapshot {
  const media = changes.media ?? 'audio';
  return {
    id: 'c1',
    state: 'ringing',
    direction: 'incoming',
    peer: alice,
    media,
    why: 'follows',
    created_at: new Date().toISOString(),
    answered_at: null,
    ended_at: null,
    expires_at: new Date(Date.now() + 60_000).toISOString(),
    reason: null,
    self: { audio: true, video: media === 'video' },
    remote: { audio: true, video: media === 'video', connected: false },
    ...changes,
  };
}

export const answer = { type: 'media.answer', call_id: 'c1', sdp: 'v=0 answer', slots: [{ slot: 0, audio_mid: '0', video_mid: '1' }] };
