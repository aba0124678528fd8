import { useEffect } from 'preact/hooks';
import type { CallRecord } from '../../sdk/index.js';
import { useSession } from '../state/context.js';
import { threadHref } from '../state/router.js';
import { Avatar } from '../ui/Avatar.js';
import { directionIcon } from '../ui/directionIcon.js';
import { Icon } from '../ui/Icon.js';
import { Name } from '../ui/Name.js';
import { Loading, Notice } from '../ui/Notice.js';
import { recordWords } from '../words/endReasons.js';
import { shortTime } from '../words/time.js';
import { errorWords } from '../words/verdicts.js';

export function HistoryScreen() {
  const { history } = useSession();
  const records = history.records.value;
  const missed = history.missed.value;
  useEffect(() => {
    if (missed > 0) {
      history.markSeen();
    }
  }, [missed]);

  return (
    <>
      <header class="pane-head">
        <h1>Calls</h1>
      </header>
      <div class="pane-scroll">
        {!records && !history.error.value && <Loading label="Loading calls" />}
        {!records && history.error.value && (
          <Notice icon="offline" title="Calls can’t be loaded" text={errorWords(history.error.value)}>
            <button type="button" class="button" onClick={() => void history.refresh()}>
              Try again
            </button>
          </Notice>
        )}
        {records?.length === 0 && <Notice icon="phone" title="No calls yet" text="Open a conversation and press the phone icon." />}
        {records && records.length > 0 && (
          <ul class="rows" data-testid="history">
            {records.map((record) => (
              <Row key={record.id} record={record} />
            ))}
          </ul>
        )}
        {history.more.value && (
          <div class="rows-more">
            <button type="button" class="button button-wide" onClick={() => void history.loadMore()}>
              Show older calls
            </button>
          </div>
        )}
      </div>
    </>
  );
}

function Row({ record }: { record: CallRecord }) {
  const { calls } = useSession();
  const person = record.with;
  const kind = record.media === 'video' ? 'video call' : 'audio call';
  return (
    <li class="row-with-action">
      <a class="row" href={threadHref(person.id)} data-testid="history-row" data-outcome={record.outcome} data-missed={record.missed}>
        <Avatar person={person} />
        <span class="row-words">
          <span class="row-top">
            <Name person={person} />
            <time dateTime={record.created_at}>{shortTime(record.created_at)}</time>
          </span>
          <span class={record.missed ? 'row-detail row-detail-missed' : 'row-detail'}>
            <Icon name={directionIcon(record)} size={16} />
            <span class="visually-hidden">{record.direction === 'incoming' ? 'Incoming: ' : 'Outgoing: '}</span>
            {recordWords(record)}
          </span>
        </span>
      </a>
      <button
        type="button"
        class="icon-button"
        aria-label={`Call ${person.display_name} back, ${kind}`}
        title="Call back"
        data-testid="call-back"
        onClick={() => void calls.place(person, record.media)}
      >
        <Icon name={record.media === 'video' ? 'video' : 'phone'} />
      </button>
    </li>
  );
}
