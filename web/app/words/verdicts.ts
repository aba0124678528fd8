import type { CallsError } from '../../sdk/index.js';
import type { Words } from './endReasons.js';
import { duration } from './time.js';

export interface VerdictWords extends Words {
  /** Where the person can change it. */
  action?: { label: string; href: string };
}

/** Why a call cannot be placed and what to do, for every code that answers an invitation or an eligibility request. */
export function verdictWords(code: string, name: string, retryAfter?: number | null): VerdictWords {
  switch (code) {
    case 'self_call':
      return { title: 'That’s you', detail: 'You can’t call your own account.' };
    case 'caller_suspended':
      return { title: 'Your account is suspended', detail: 'Suspended accounts can’t place calls. Contact support to have it restored.' };
    case 'rate_limited':
      return {
        title: 'Too many calls',
        detail: `You placed many calls in a short time. Try again ${retryAfter ? `in ${duration(retryAfter)}` : 'in a little while'}.`,
      };
    case 'premium_required':
      return {
        title: 'Placing calls needs Premium',
        detail: `Anyone can receive calls, but only Premium accounts can place them. Upgrade, or ask ${name} to call you.`,
      };
    case 'calling_disabled':
      return {
        title: 'Your calling is switched off',
        detail: 'Switch on “Enable audio and video calling” to place calls.',
        action: { label: 'Open settings', href: '#/settings' },
      };
    case 'unavailable':
      return { title: `${name} can’t be called`, detail: 'This account can’t be reached by call right now.' };
    case 'not_allowed':
      return {
        title: `${name} limits who can call`,
        detail: `Their settings don’t allow calls from you. Send a message instead, or ask ${name} to follow you or to change the setting.`,
      };
    case 'message_required':
      return { title: 'Exchange messages first', detail: `You can call as soon as ${name} has sent you a message.` };
    case 'already_in_call':
      return { title: 'You are in a call', detail: 'End your other call first, here or on your other device.' };
    case 'capacity':
      return { title: 'The service is full', detail: 'There is no room for another call right now. Try again in a few minutes.' };
    case 'timeout':
    case 'network':
    case 'connection_lost':
    case 'closed':
      return { title: 'You’re offline', detail: 'The server can’t be reached. Check your connection and try again.' };
    default:
      return { title: 'The call could not be placed', detail: 'Something went wrong on the way. Try again in a moment.' };
  }
}

/** What to say when anything else was refused. */
export function errorWords(error: unknown): string {
  const { code, message } = error as Partial<CallsError>;
  switch (code) {
    case 'timeout':
    case 'network':
    case 'connection_lost':
    case 'closed':
      return 'The server can’t be reached. Check your connection and try again.';
    case 'unauthenticated':
      return 'Your sign-in has expired. Sign in again.';
    case 'too_many':
    case 'rate_limited':
      return 'That was too quick. Wait a moment and try again.';
    default:
      return message || 'Something went wrong. Try again.';
  }
}
