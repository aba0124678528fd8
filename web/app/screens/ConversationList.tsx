import { useEffect, useState } from 'preact/hooks';
import type { CallsError, Conversation, Profile } from '../../sdk/index.js';
import { useSession } from '../state/context.js';
import { navigate, threadHref } from '../state/router.js';
import { Avatar } from '../ui/Avatar.js';
import { Icon } from '../ui/Icon.js';
import { Name } from '../ui/Name.js';
import { Loading, Notice } from '../ui/Notice.js';
import { shortTime } from '../words/time.js';
import { errorWords } from '../words/verdicts.js';

const SearchPause = 200;

export function ConversationList({ selected }: { selected: string | undefined }) {
  const { conversations } = useSession();
  const [query, setQuery] = useState('');
  return (
    <>
      <header class="pane-head">
        <h1>Messages</h1>
        <a class="icon-button" href="#/settings" aria-label="Settings" title="Settings" data-testid="settings-open">
          <Icon name="settings" />
        </a>
      </header>
      <div class="search">
        <Icon name="search" size={20} />
        <input
          type="search"
          placeholder="Search people"
          aria-label="Search people"
          value={query}
          data-testid="people-search"
          onInput={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && setQuery('')}
        />
      </div>
      <div class="pane-scroll">
        {query.trim() ? (
          <People query={query.trim()} onChoose={() => setQuery('')} />
        ) : (
          <Conversations list={conversations.list.value} error={conversations.error.value} selected={selected} />
        )}
      </div>
    </>
  );
}

interface ConversationsProps {
  list: Conversation[] | undefined;
  error: CallsError | undefined;
  selected: string | undefined;
}

function Conversations({ list, error, selected }: ConversationsProps) {
  const { account, conversations } = useSession();
  if (!list) {
    return error ? (
      <Notice icon="offline" title="Messages can’t be loaded" text={errorWords(error)}>
        <button type="button" class="button" onClick={() => void conversations.refresh()}>
          Try again
        </button>
      </Notice>
    ) : (
      <Loading label="Loading conversations" />
    );
  }
  if (list.length === 0) {
    return <Notice icon="message" title="No messages yet" text="Search for somebody above and say hello." />;
  }
  return (
    <ul class="rows" data-testid="conversations">
      {list.map(({ with: person, last_message: last, unread }) => (
        <li key={person.id}>
          <a
            class={unread ? 'row row-unread' : 'row'}
            href={threadHref(person.id)}
            aria-current={person.id === selected ? 'true' : undefined}
            data-testid={`conversation-${person.handle}`}
          >
            <Avatar person={person} />
            <span class="row-words">
              <span class="row-top">
                <Name person={person} handle />
                <time dateTime={last.sent_at}>{shortTime(last.sent_at)}</time>
              </span>
              <span class="row-top">
                <span class="row-detail">
                  {last.from === account.id && 'You: '}
                  {last.text}
                </span>
                {unread > 0 && (
                  <span class="badge" data-testid={`unread-${person.handle}`}>
                    {unread}
                    <span class="visually-hidden"> unread</span>
                  </span>
                )}
              </span>
            </span>
          </a>
        </li>
      ))}
      {conversations.more.value && (
        <li class="rows-more">
          <button type="button" class="button button-wide" onClick={() => void conversations.loadMore()}>
            Show older conversations
          </button>
        </li>
      )}
    </ul>
  );
}

function People({ query, onChoose }: { query: string; onChoose: () => void }) {
  const { client } = useSession();
  const [people, setPeople] = useState<Profile[]>();
  const [error, setError] = useState<CallsError>();
  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => {
      client.api.searchUsers(query).then(
        (users) => {
          if (current) {
            setPeople(users);
            setError(undefined);
          }
        },
        (reason: CallsError) => current && setError(reason),
      );
    }, SearchPause);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [query]);

  if (error) {
    return <Notice icon="offline" title="Search failed" text={errorWords(error)} />;
  }
  if (!people) {
    return <Loading label="Searching" />;
  }
  if (people.length === 0) {
    return <Notice icon="search" title="Nobody found" text={`No name or handle begins with “${query}”.`} />;
  }
  return (
    <ul class="rows" data-testid="people">
      {people.map((person) => (
        <li key={person.id}>
          <button
            type="button"
            class="row"
            data-testid={`person-${person.handle}`}
            onClick={() => {
              onChoose();
              navigate(threadHref(person.id));
            }}
          >
            <Avatar person={person} />
            <span class="row-words">
              <Name person={person} />
              <span class="row-detail">
                @{person.handle}
                {person.followed_by && ' · Follows you'}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
