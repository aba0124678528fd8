export interface ParsedContacts {
  entries: string[];
  /** What is neither a telephone number nor a mail address. */
  unreadable: string[];
}

const Mail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
/** E.164: a plus sign, a country code that does not begin with 0, at most 15 digits. */
const Telephone = /^\+[1-9]\d{5,14}$/;

/** Reads telephone numbers and mail addresses, one a line or with commas or semicolons between them. */
export function parseContacts(text: string): ParsedContacts {
  const entries = new Set<string>();
  const unreadable: string[] = [];
  for (const part of text.split(/[\n,;]+/).map((one) => one.trim())) {
    const digits = part.replace(/[\s()./-]/g, '').replace(/^00/, '+');
    if (Mail.test(part)) {
      entries.add(part.toLowerCase());
    } else if (Telephone.test(digits)) {
      entries.add(digits);
    } else if (part) {
      unreadable.push(part);
    }
  }
  return { entries: [...entries], unreadable };
}

interface ContactsManager {
  select(properties: ('email' | 'tel')[], options: { multiple: boolean }): Promise<{ email?: string[]; tel?: string[] }[]>;
}

/** The Contact Picker API: browsers on phones have it. */
const picker = () => (globalThis.navigator as Partial<Navigator> & { contacts?: ContactsManager })?.contacts;

export const canPickContacts = () => picker() !== undefined;

/** Lets the person choose from the phone's own contacts. */
export async function pickContacts(): Promise<string> {
  const chosen = (await picker()?.select(['email', 'tel'], { multiple: true })) ?? [];
  return chosen.flatMap((contact) => [...(contact.email ?? []), ...(contact.tel ?? [])]).join('\n');
}
