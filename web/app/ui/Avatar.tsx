interface Person {
  id: string;
  display_name: string;
}

const Hues = 8;

/** A person's initials on a colour of their own. */
export function Avatar({ person, size = 'm' }: { person: Person; size?: 's' | 'm' | 'l' | 'xl' }) {
  return <span class={`avatar avatar-${size} hue-${hue(person.id)}`} data-initials={initials(person.display_name)} aria-hidden="true" />;
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '');
  return letters.join('').toLocaleUpperCase();
}

function hue(id: string): number {
  let sum = 0;
  for (const letter of id) {
    sum = (sum * 31 + letter.charCodeAt(0)) >>> 0;
  }
  return sum % Hues;
}
