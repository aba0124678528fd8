import type { Call } from '../../sdk/index.js';
import type { Words } from '../words/endReasons.js';
import { pauseWords } from '../words/pauses.js';
import { timer } from '../words/time.js';

/** What is said about the state of a call while it lasts. Empty while people simply talk. */
export function statusWords(call: Call): string {
  const name = call.peer.display_name;
  switch (call.state) {
    case 'ringing':
      if (call.direction === 'incoming') {
        return call.taken ? 'Connecting…' : `${name} is calling`;
      }
      return call.connectionState === 'connected' ? 'Ringing…' : 'Calling…';
    case 'connecting':
      return 'Connecting…';
    case 'reconnecting':
      return call.remote.connected || call.connectionState !== 'connected' ? 'Reconnecting…' : `Waiting for ${name} to reconnect…`;
    case 'active':
      return call.connectionState === 'connected' ? '' : 'Reconnecting…';
    case 'ended':
      return 'Call ended';
  }
}

/** The state, or while people talk for how long. */
export function statusOrTimer(call: Call): string {
  return statusWords(call) || timer(call.duration ?? 0);
}

/** Why there is a picture that stands still; undefined while it moves, and where the whole call waits or the camera is off. */
export function pausedPicture(call: Call): Words | undefined {
  const reason = call.remoteVideoPaused;
  return reason && call.remote.video && !statusWords(call) ? pauseWords(reason, call.peer.display_name) : undefined;
}

/** What a screen reader says when it changes. */
export function announcement(call: Call): string {
  const name = call.peer.display_name;
  const status = statusWords(call);
  if (status) {
    return status;
  }
  const parts = [`In call with ${name}`];
  if (!call.remote.audio) {
    parts.push(`${name} is muted`);
  }
  if (call.media === 'video' && !call.remote.video) {
    parts.push(`${name}’s camera is off`);
  }
  const paused = pausedPicture(call);
  if (paused) {
    parts.push(paused.title, paused.detail);
  }
  return parts.join('. ');
}

/** Whether there is, or was meant to be, a picture. */
export function isVideo(call: Call): boolean {
  return call.media === 'video' || call.remote.video || call.cameraOn;
}
