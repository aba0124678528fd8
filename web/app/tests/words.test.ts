import { describe, expect, it } from 'vitest';
import { DeviceError, type CallRecord, type EndReason, type Verdict } from '../../sdk/index.js';
import { deviceWords } from '../words/deviceErrors.js';
import { endWords, recordWords } from '../words/endReasons.js';
import { pauseWords } from '../words/pauses.js';
import { qualityWords } from '../words/quality.js';
import { dayName, duration, timer } from '../words/time.js';
import { verdictWords } from '../words/verdicts.js';

const reasons: EndReason[] = [
  'hangup',
  'declined',
  'busy',
  'cancelled',
  'no_answer',
  'answered_elsewhere',
  'declined_elsewhere',
  'failed',
  'blocked',
  'policy',
];
const verdicts: Verdict[] = [
  'self_call',
  'caller_suspended',
  'rate_limited',
  'premium_required',
  'calling_disabled',
  'unavailable',
  'not_allowed',
  'message_required',
];

describe('qualityWords', () => {
  const good = { up: 'good', down: 'good' } as const;
  it('says nothing before anything is known', () => {
    expect(qualityWords(undefined)).toBeUndefined();
    expect(qualityWords({ self: { up: 'unknown', down: 'unknown' }, remote: { up: 'unknown', down: 'unknown' } })).toBeUndefined();
  });

  it('shows the worse side and names it', () => {
    expect(qualityWords({ self: good, remote: { up: 'unknown', down: 'good' } })).toEqual({
      bars: 4,
      label: 'Good connection',
      reason: '',
    });
    expect(qualityWords({ self: { up: 'fair', down: 'good' }, remote: good })).toMatchObject({ bars: 3, reason: '' });
    expect(qualityWords({ self: { up: 'good', down: 'poor' }, remote: good })).toMatchObject({
      bars: 2,
      reason: 'Your connection is weak',
    });
    expect(qualityWords({ self: good, remote: { up: 'bad', down: 'good' } })).toMatchObject({
      bars: 1,
      reason: 'Their connection is weak',
    });
  });
});

it('the words for a picture that is held back say whose it is, why, and that it comes back by itself', () => {
  const words = pauseWords('your_connection', 'Alice');
  expect(words.title).toBe('Alice’s video is paused');
  expect(words.detail).toMatch(/^Your connection .* Sound goes on.* by itself\.$/);
});

describe('the words for the end of a call', () => {
  it.each(reasons.flatMap((reason) => (['incoming', 'outgoing'] as const).map((direction) => [reason, direction] as const)))(
    'exist for %s, %s',
    (reason, direction) => {
      const words = endWords(reason, direction, { name: 'Alice', here: false });
      expect(words.title).not.toBe('');
      expect(words.detail).not.toBe('');
    },
  );

  it('tell the caller of a declined call the same as they tell of a block', () => {
    expect(endWords('declined', 'outgoing', { name: 'Alice', here: false }).detail).not.toMatch(/block/i);
  });
});

describe('the words for a call that cannot be placed', () => {
  it.each(verdicts)('say why for %s and not the same as for anything else', (verdict) => {
    const words = verdictWords(verdict, 'Alice', 90);
    expect(words.title).not.toBe(verdictWords('internal', 'Alice').title);
    expect(words.detail).not.toBe('');
  });

  it('name the pause', () => {
    expect(verdictWords('rate_limited', 'Alice', 90).detail).toContain('2 minutes');
  });
});

it.each(['denied', 'denied_by_system', 'dismissed', 'no_device', 'in_use', 'insecure_page', 'unsupported'] as const)(
  'the words for a device that is %s name the device and what to do',
  (code) => {
    const words = deviceWords(new DeviceError(code, 'camera'));
    expect(words.title).toContain('camera');
    expect(words.detail).not.toBe('');
  },
);

describe('times', () => {
  it.each([
    [7, '0:07'],
    [725.9, '12:05'],
    [3723, '1:02:03'],
  ])('%d seconds are shown as %s', (seconds, words) => expect(timer(seconds)).toBe(words));

  it.each([
    [1, '1 second'],
    [59, '59 seconds'],
    [90, '2 minutes'],
    [3900, '1 hour 5 minutes'],
  ])('%d seconds are called %s', (seconds, words) => expect(duration(seconds)).toBe(words));

  it('call yesterday by its name across midnight', () => {
    expect(dayName('2026-03-01T23:59:00', new Date('2026-03-02T00:01:00'))).toBe('Yesterday');
  });
});

describe('a line of the history', () => {
  const record = (changes: Partial<CallRecord>) =>
    ({ media: 'audio', direction: 'incoming', missed: false, outcome: 'hangup', ...changes }) as CallRecord;
  it.each([
    [record({ missed: true, outcome: 'cancelled' }), 'Missed audio call'],
    [record({ media: 'video', duration_seconds: 754 }), 'Video call · 13 minutes'],
    [record({ direction: 'outgoing', outcome: 'no_answer' }), 'Audio call · No answer'],
  ])('reads well', (one, words) => expect(recordWords(one)).toBe(words));
});
