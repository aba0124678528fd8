import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { CallRecord, Profile } from '../../sdk/index.js';
import { useSession } from '../state/context.js';
import type { Thread, ThreadMessage } from '../state/Thread.js';
import { Icon } from '../ui/Icon.js';
import { directionIcon } from '../ui/directionIcon.js';
import { Loading, Notice } from '../ui/Notice.js';
import { recordWords } from '../words/endReasons.js';
import { dayName, timeOfDay } from '../words/time.js';
import { errorWords } from '../words/verdicts.js';

/** Messages of one person closer together than this form one group. */
const GroupGap = 5 * 60_000;
const NearEnd = 120;

export function MessageList({ thread, person }: { thread: Thread; person: Profile }) {
  const { history } = useSession();
  const messages = thread.messages.value;
  const records = history.records.value;
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
  }, [messages, records]);

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

type Entry = { at: string; message: ThreadMessage; record?: never } | { at: string; record: CallRecord; message?: never };

function Messages({ messages, thread, person }: { messages: ThreadMessage[]; thread: Thread; person: Profile }) {
  const { account, history } = useSession();
  const records = (history.records.value ?? []).filter((record) => record.with.id === person.id);
  const entries = timeline(messages, records, thread.more.value !== undefined);
  if (entries.length === 0) {
    return <Notice icon="message" title={`Say hello to ${person.display_name}`} text="Your messages with each other appear here." />;
  }
  return (
    <ol class="bubbles">
      {entries.map((entry, index) => {
        const earlier = entries[index - 1];
        const later = entries[index + 1];
        const newDay = !earlier || dayName(earlier.at) !== dayName(entry.at);
        const day = newDay ? dayName(entry.at) : undefined;
        if (entry.record) {
          return <CallLine key={entry.record.id} record={entry.record} day={day} />;
        }
        return (
          <Bubble
            key={entry.message.client_ref ?? entry.message.id}
            message={entry.message}
            own={entry.message.from === account.id}
            day={day}
            first={newDay || !together(earlier, entry)}
            last={!later || !together(entry, later)}
            onRetry={() => thread.retry(entry.message)}
          />
        );
      })}
    </ol>
  );
}

/** Messages and calls in the order of their times. Calls from before the oldest loaded message wait until that part is loaded. */
function timeline(messages: ThreadMessage[], records: CallRecord[], more: boolean): Entry[] {
  const since = more && messages[0] ? Date.parse(messages[0].sent_at) : 0;
  const entries: Entry[] = [
    ...messages.map((message) => ({ at: message.sent_at, message })),
    ...records.filter((record) => Date.parse(record.created_at) >= since).map((record) => ({ at: record.created_at, record })),
  ];
  return entries.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function together(a: Entry | undefined, b: Entry): boolean {
  return (
    a?.message !== undefined &&
    a.message.from === b.message?.from &&
    Date.parse(b.at) - Date.parse(a.at) < GroupGap &&
    dayName(a.at) === dayName(b.at)
  );
}

function Day({ name }: { name: string | undefined }) {
  return name ? (
    <li class="day">
      <span>{name}</span>
    </li>
  ) : null;
}

function CallLine({ record, day }: { record: CallRecord; day: string | undefined }) {
  return (
    <>
      <Day name={day} />
      <li class={record.missed ? 'call-line call-line-missed' : 'call-line'} data-testid="thread-call" data-outcome={record.outcome}>
        <Icon name={directionIcon(record)} size={18} />
        <span class="visually-hidden">{record.direction === 'incoming' ? 'Incoming: ' : 'Outgoing: '}</span>
        {recordWords(record)} · {timeOfDay(record.created_at)}
      </li>
    </>
  );
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
      <Day name={day} />
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
