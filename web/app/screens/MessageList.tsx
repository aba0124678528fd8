import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Profile } from '../../sdk/index.js';
import { useSession } from '../state/context.js';
import type { Thread, ThreadMessage } from '../state/Thread.js';
import { Icon } from '../ui/Icon.js';
import { Loading, Notice } from '../ui/Notice.js';
import { dayName, timeOfDay } from '../words/time.js';
import { errorWords } from '../words/verdicts.js';

/** Messages of one person closer together than this form one group. */
const GroupGap = 5 * 60_000;
const NearEnd = 120;

export function MessageList({ thread, person }: { thread: Thread; person: Profile }) {
  const messages = thread.messages.value;
  const scroller = useRef<HTMLDivElement>(null);
  const pinned = useRef(true);
  const before = useRef({ height: 0, first: '' });

  // New messages are followed if the end was in view; older ones that are loaded above leave the view where it is.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) {
      return;
    }
    const first = messages?.[0]?.id ?? '';
    if (pinned.current) {
      element.scrollTop = element.scrollHeight;
    } else if (first !== before.current.first) {
      element.scrollTop += element.scrollHeight - before.current.height;
    }
    before.current = { height: element.scrollHeight, first };
  }, [messages]);

  useEffect(() => {
    const element = scroller.current;
    const observer = new ResizeObserver(() => pinned.current && element?.scrollTo({ top: element.scrollHeight }));
    if (element) {
      observer.observe(element);
    }
    return () => observer.disconnect();
  }, []);

  const onScroll = () => {
    const element = scroller.current!;
    pinned.current = element.scrollHeight - element.scrollTop - element.clientHeight < NearEnd;
    if (element.scrollTop < NearEnd) {
      void thread.loadMore();
    }
  };

  return (
    <div class="messages" ref={scroller} onScroll={onScroll} tabIndex={0} role="log" aria-label={`Messages with ${person.display_name}`}>
      {messages ? <Messages messages={messages} thread={thread} person={person} /> : <Waiting thread={thread} />}
    </div>
  );
}

function Waiting({ thread }: { thread: Thread }) {
  return thread.error.value ? (
    <Notice icon="offline" title="Messages can’t be loaded" text={errorWords(thread.error.value)}>
      <button type="button" class="button" onClick={() => void thread.refresh()}>
        Try again
      </button>
    </Notice>
  ) : (
    <Loading label="Loading messages" />
  );
}

function Messages({ messages, thread, person }: { messages: ThreadMessage[]; thread: Thread; person: Profile }) {
  const { account } = useSession();
  if (messages.length === 0) {
    return <Notice icon="message" title={`Say hello to ${person.display_name}`} text="Your messages with each other appear here." />;
  }
  return (
    <ol class="bubbles">
      {messages.map((message, index) => {
        const earlier = messages[index - 1];
        const later = messages[index + 1];
        const newDay = !earlier || dayName(earlier.sent_at) !== dayName(message.sent_at);
        return (
          <Bubble
            key={message.client_ref ?? message.id}
            message={message}
            own={message.from === account.id}
            day={newDay ? dayName(message.sent_at) : undefined}
            first={newDay || !together(earlier, message)}
            last={!later || !together(message, later)}
            onRetry={() => thread.retry(message)}
          />
        );
      })}
    </ol>
  );
}

function together(a: ThreadMessage, b: ThreadMessage): boolean {
  return a.from === b.from && Date.parse(b.sent_at) - Date.parse(a.sent_at) < GroupGap && dayName(a.sent_at) === dayName(b.sent_at);
}

interface BubbleProps {
  message: ThreadMessage;
  own: boolean;
  day: string | undefined;
  first: boolean;
  last: boolean;
  onRetry: () => void;
}

function Bubble({ message, own, day, first, last, onRetry }: BubbleProps) {
  const classes = ['bubble-row', own ? 'bubble-own' : 'bubble-other', first && 'bubble-first', last && 'bubble-last'];
  return (
    <>
      {day && (
        <li class="day">
          <span>{day}</span>
        </li>
      )}
      <li class={classes.filter(Boolean).join(' ')} data-testid="message" data-state={message.state}>
        <div class={message.state === 'sent' ? 'bubble' : 'bubble bubble-pending'}>
          <span class="visually-hidden">{own ? 'You: ' : ''}</span>
          {message.text}
        </div>
        {message.state === 'failed' ? (
          <button type="button" class="bubble-retry" data-testid="message-retry" onClick={onRetry}>
            <Icon name="retry" size={16} />
            Not sent: {message.error ? errorWords(message.error) : ''} Send again
          </button>
        ) : (
          last && <span class="bubble-time">{message.state === 'sending' ? 'Sending…' : timeOfDay(message.sent_at)}</span>
        )}
      </li>
    </>
  );
}
