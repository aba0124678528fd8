import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CallsError, type CallsClient, type Message, type MessagePage } from '../../sdk/index.js';
import { parseContacts } from '../state/contacts.js';
import { Thread } from '../state/Thread.js';

describe('parseContacts', () => {
  it('reads numbers as people write them, and mail addresses', () => {
    const { entries, unreadable } = parseContacts('+49 (30) 123-456\n0049 30 123456, Anna@Example.org; bob@example.org');
    expect(entries).toEqual(['+4930123456', 'anna@example.org', 'bob@example.org']);
    expect(unreadable).toEqual([]);
  });

  it('names what it cannot read', () => {
    expect(parseContacts('030 123456\nsomebody\n+123')).toEqual({ entries: [], unreadable: ['030 123456', 'somebody', '+123'] });
  });
});

describe('a thread', () => {
  const stored = (id: string, minute: number, changes: Partial<Message> = {}): Message => ({
    id,
    from: 'alice',
    to: 'me',
    text: id,
    sent_at: new Date(2026, 0, 1, 12, minute).toISOString(),
    ...changes,
  });
  let page: MessagePage;
  let send: ReturnType<typeof vi.fn>;
  let thread: Thread;
  const shown = () => thread.messages.value?.map((message) => `${message.text}:${message.state}`);
  const settled = () => new Promise((resolve) => setTimeout(resolve));

  beforeEach(() => {
    page = { messages: [stored('b', 2), stored('a', 1)] };
    send = vi.fn();
    const client = {
      api: { messages: async () => page, sendMessage: send },
    } as unknown as CallsClient;
    thread = new Thread(client, 'me', 'alice', () => undefined);
  });

  it('shows messages oldest first, each once', async () => {
    await thread.refresh();
    thread.take(stored('b', 2));
    thread.take(stored('c', 3));
    expect(shown()).toEqual(['a:sent', 'b:sent', 'c:sent']);
  });

  it('shows a message before it is stored, and the stored one in its place', async () => {
    await thread.refresh();
    let answer!: (message: Message) => void;
    send.mockReturnValue(new Promise<Message>((resolve) => (answer = resolve)));
    thread.send('hello');
    expect(shown()?.at(-1)).toBe('hello:sending');
    const reference = send.mock.calls[0]![2] as string;
    // The news of it may come before the answer.
    thread.take(stored('m', 5, { from: 'me', to: 'alice', text: 'hello', client_ref: reference }));
    answer(stored('m', 5, { from: 'me', to: 'alice', text: 'hello' }));
    await settled();
    expect(shown()).toEqual(['a:sent', 'b:sent', 'hello:sent']);
  });

  it('keeps a message that failed, and sends it again with the same reference when the connection is back', async () => {
    await thread.refresh();
    send.mockRejectedValueOnce(new CallsError('network', 'down'));
    thread.send('hello');
    await settled();
    expect(shown()?.at(-1)).toBe('hello:failed');
    send.mockResolvedValueOnce(stored('m', 5, { from: 'me', text: 'hello' }));
    thread.retryUnsent();
    await settled();
    expect(shown()?.at(-1)).toBe('hello:sent');
    expect(send.mock.calls[0]![2]).toBe(send.mock.calls[1]![2]);
  });

  it('leaves no gap when more was missed than one page holds', async () => {
    await thread.refresh();
    page = { messages: [stored('z', 30), stored('y', 29)], next_before: 'y' };
    await thread.refresh();
    expect(shown()).toEqual(['y:sent', 'z:sent']);
    expect(thread.more.value).toBe('y');
  });
});
