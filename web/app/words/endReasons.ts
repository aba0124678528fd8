import type { CallDirection, CallRecord, EndReason } from '../../sdk/index.js';
import { duration } from './time.js';

export interface Words {
  title: string;
  detail: string;
}

interface Facts {
  name: string;
  /** Ended on this device. */
  here: boolean;
}

type Row = (facts: Facts) => Words;

/** What a person reads when a call is over: one row for every reason, one column for each side. */
const ended: Record<EndReason, Record<CallDirection, Row>> = {
  hangup: {
    outgoing: ({ name, here }) => ({ title: 'Call ended', detail: here ? name : `${name} ended the call` }),
    incoming: ({ name, here }) => ({ title: 'Call ended', detail: here ? name : `${name} ended the call` }),
  },
  declined: {
    outgoing: ({ name }) => ({ title: 'Call declined', detail: `${name} can’t talk right now. You can leave a message.` }),
    incoming: ({ name }) => ({ title: 'You declined', detail: `${name} was told that you can’t talk right now.` }),
  },
  busy: {
    outgoing: ({ name }) => ({ title: `${name} is in another call`, detail: 'They will see that you called. Try again later.' }),
    incoming: ({ name }) => ({ title: 'Missed call', detail: `${name} called while you were in another call.` }),
  },
  cancelled: {
    outgoing: ({ name }) => ({ title: 'Call cancelled', detail: `${name} will see a missed call.` }),
    incoming: ({ name }) => ({ title: 'Missed call', detail: `${name} hung up before you answered.` }),
  },
  no_answer: {
    outgoing: ({ name }) => ({ title: 'No answer', detail: `${name} didn’t pick up and will see a missed call.` }),
    incoming: ({ name }) => ({ title: 'Missed call', detail: `${name} tried to call you.` }),
  },
  answered_elsewhere: {
    outgoing: () => ({ title: 'Call continues on another device', detail: 'You are in this call on another device.' }),
    incoming: () => ({ title: 'Answered on another device', detail: 'You took this call on another device.' }),
  },
  declined_elsewhere: {
    outgoing: () => ({ title: 'Call ended on another device', detail: 'You ended this call on another device.' }),
    incoming: () => ({ title: 'Declined on another device', detail: 'You declined this call on another device.' }),
  },
  failed: {
    outgoing: () => ({ title: 'Connection lost', detail: 'The call could not be kept up. Check your connection and call again.' }),
    incoming: () => ({ title: 'Connection lost', detail: 'The call could not be kept up. Check your connection and call back.' }),
  },
  blocked: {
    outgoing: ({ name }) => ({ title: 'Call ended', detail: `You blocked ${name}. You can’t call each other any more.` }),
    incoming: ({ name }) => ({ title: 'Call ended', detail: `You blocked ${name}. You can’t call each other any more.` }),
  },
  policy: {
    outgoing: () => ({ title: 'Call ended by the service', detail: 'This call is not permitted any more.' }),
    incoming: () => ({ title: 'Call ended by the service', detail: 'This call is not permitted any more.' }),
  },
};

export function endWords(reason: EndReason, direction: CallDirection, facts: Facts): Words {
  return ended[reason]?.[direction](facts) ?? { title: 'Call ended', detail: '' };
}

/** What a line of the call history adds to "Audio call" or "Video call". */
const outcomes: Record<EndReason, Record<CallDirection, string>> = {
  hangup: { outgoing: '', incoming: '' },
  declined: { outgoing: 'Declined', incoming: 'Declined' },
  busy: { outgoing: 'Busy', incoming: 'You were in a call' },
  cancelled: { outgoing: 'Cancelled', incoming: '' },
  no_answer: { outgoing: 'No answer', incoming: '' },
  answered_elsewhere: { outgoing: 'On another device', incoming: 'On another device' },
  declined_elsewhere: { outgoing: 'On another device', incoming: 'Declined' },
  failed: { outgoing: 'Connection lost', incoming: 'Connection lost' },
  blocked: { outgoing: 'Blocked', incoming: 'Blocked' },
  policy: { outgoing: 'Ended by the service', incoming: 'Ended by the service' },
};

export function recordWords(record: CallRecord): string {
  const kind = record.media === 'video' ? 'video call' : 'audio call';
  const first = record.missed ? `Missed ${kind}` : kind[0]!.toUpperCase() + kind.slice(1);
  const seconds = record.duration_seconds;
  return [first, outcomes[record.outcome]?.[record.direction], seconds ? duration(seconds) : ''].filter(Boolean).join(' · ');
}
