import type { Audience } from '../../sdk/index.js';

/** Why a caller may call, as the callee reads it. */
export function whyWords(why: Audience | undefined, name: string): string {
  switch (why) {
    case 'follows':
      return `You follow ${name}`;
    case 'contacts':
      return `${name} is in your address book`;
    case 'verified':
      return 'You allow calls from verified users';
    case 'everyone':
      return 'You allow calls from everyone';
    default:
      return '';
  }
}

/** The choices of the settings page, in their order there. */
export const audienceChoices: { key: Audience; label: string; detail: string }[] = [
  { key: 'contacts', label: 'People in your address book', detail: 'Needs access to your contacts, see below' },
  { key: 'follows', label: 'People you follow', detail: '' },
  { key: 'verified', label: 'Verified users', detail: '' },
  { key: 'everyone', label: 'Everyone', detail: 'Anyone whom you have sent a message before' },
];
