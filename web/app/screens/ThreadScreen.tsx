import { useEffect, useState } from 'preact/hooks';
import type { CallsError, Profile } from '../../sdk/index.js';
import { useSession } from '../state/context.js';
import { toast } from '../state/toasts.js';
import { Avatar } from '../ui/Avatar.js';
import { Confirm } from '../ui/Dialog.js';
import { Icon } from '../ui/Icon.js';
import { Menu } from '../ui/Menu.js';
import { Name } from '../ui/Name.js';
import { Loading, Notice } from '../ui/Notice.js';
import { errorWords } from '../words/verdicts.js';
import { CallButton } from './CallButton.js';
import { Composer } from './Composer.js';
import { MessageList } from './MessageList.js';

export function ThreadScreen({ userId }: { userId: string }) {
  const { client, conversations, eligibilities } = useSession();
  const [person, setPerson] = useState<Profile | undefined>(
    () => conversations.list.peek()?.find((conversation) => conversation.with.id === userId)?.with,
  );
  const [error, setError] = useState<CallsError>();

  const load = () =>
    client.api.user(userId).then(
      (profile) => {
        setPerson(profile);
        setError(undefined);
      },
      (reason: CallsError) => setError(reason),
    );
  useEffect(() => {
    void load();
    void eligibilities.refresh(userId);
    return client.on('ready', () => void load());
  }, [userId]);

  if (!person) {
    return error ? (
      <div class="full">
        <Notice
          icon={error.code === 'not_found' ? 'search' : 'offline'}
          title={error.code === 'not_found' ? 'This account doesn’t exist' : 'The conversation can’t be loaded'}
          text={error.code === 'not_found' ? 'It may have been removed.' : errorWords(error)}
        />
      </div>
    ) : (
      <Loading label="Loading conversation" />
    );
  }
  return (
    <div class="thread" data-testid="thread">
      <header class="thread-head">
        <a class="icon-button thread-back" href="#/messages" aria-label="Back to messages" data-testid="thread-back">
          <Icon name="back" />
        </a>
        <Avatar person={person} size="s" />
        <div class="thread-person">
          <h1>
            <Name person={person} />
          </h1>
          <span class="row-detail">
            @{person.handle}
            {person.followed_by && ' · Follows you'}
          </span>
        </div>
        <CallButton person={person} />
        <PersonMenu person={person} onChange={setPerson} />
      </header>
      <MessageList thread={conversations.thread(userId)} person={person} />
      {person.blocked ? (
        <p class="thread-blocked">You blocked {person.display_name}. Unblock them to write or call.</p>
      ) : (
        <Composer key={userId} name={person.display_name} onSend={(text) => conversations.thread(userId).send(text)} />
      )}
    </div>
  );
}

function PersonMenu({ person, onChange }: { person: Profile; onChange: (person: Profile) => void }) {
  const { client, eligibilities } = useSession();
  const [confirming, setConfirming] = useState(false);
  const { id, display_name: name } = person;

  const change = async (action: () => Promise<void>, changes: Partial<Profile>, words: string) => {
    try {
      await action();
      onChange({ ...person, ...changes });
      toast(words);
    } catch (error) {
      toast('That didn’t work', { detail: errorWords(error), tone: 'error' });
    }
    void eligibilities.refresh(id);
  };
  const block = () => void change(() => client.api.block(id), { blocked: true, following: false }, `You blocked ${name}`);

  return (
    <>
      <Menu
        label={`More about ${name}`}
        testId="person-menu"
        items={[
          person.following
            ? {
                label: `Unfollow @${person.handle}`,
                icon: 'personCheck',
                testId: 'unfollow',
                run: () => void change(() => client.api.unfollow(id), { following: false }, `You don’t follow ${name} any more`),
              }
            : {
                label: `Follow @${person.handle}`,
                icon: 'personAdd',
                testId: 'follow',
                run: () => void change(() => client.api.follow(id), { following: true }, `You follow ${name}`),
              },
          person.blocked
            ? {
                label: `Unblock @${person.handle}`,
                icon: 'block',
                testId: 'unblock',
                run: () => void change(() => client.api.unblock(id), { blocked: false }, `You unblocked ${name}`),
              }
            : { label: `Block @${person.handle}`, icon: 'block', testId: 'block', danger: true, run: () => setConfirming(true) },
        ]}
      >
        <Icon name="more" />
      </Menu>
      {confirming && (
        <Confirm
          title={`Block ${name}?`}
          text={`${name} won’t be able to call you or write to you, and you won’t be able to call or write to them. A call with them ends at once. They are not told.`}
          confirm="Block"
          onConfirm={block}
          onClose={() => setConfirming(false)}
        />
      )}
    </>
  );
}
