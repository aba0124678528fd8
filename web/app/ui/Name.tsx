import type { Account } from '../../sdk/index.js';
import { PremiumBadge, VerifiedBadge } from './Icon.js';

type Person = Pick<Account, 'display_name' | 'handle' | 'verified' | 'premium'>;

/** A person's name with their badges, and their handle where there is room. */
export function Name({ person, handle = false }: { person: Person; handle?: boolean }) {
  return (
    <span class="name">
      <span class="name-text">{person.display_name}</span>
      {person.verified && <VerifiedBadge />}
      {person.premium && <PremiumBadge />}
      {handle && <span class="name-handle">@{person.handle}</span>}
    </span>
  );
}
