import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Api } from '../Api.js';

let requests: { url: string; init: RequestInit }[];
let response: () => Response;
const api = new Api({ baseUrl: 'https://calls.example', getToken: async () => 'token' });

beforeEach(() => {
  requests = [];
  response = () => new Response('{}');
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    requests.push({ url, init });
    return response();
  });
});

afterEach(() => vi.unstubAllGlobals());

it('sends the token and the body as JSON', async () => {
  await api.updateSettings({ calls_enabled: false });
  expect(requests[0]!.url).toBe('https://calls.example/me/settings');
  expect(requests[0]!.init).toMatchObject({
    method: 'PATCH',
    body: '{"calls_enabled":false}',
    headers: { Authorization: 'Bearer token', 'Content-Type': 'application/json' },
  });
});

it('escapes ids and queries', async () => {
  await api.messages('a/b', { before: 'x&y', limit: 10 });
  await api.searchUsers('a b');
  expect(requests.map(({ url }) => url.replace('https://calls.example', ''))).toEqual([
    '/conversations/a%2Fb/messages?before=x%26y&limit=10',
    '/users?query=a%20b',
  ]);
});

it('reads answers without a body', async () => {
  response = () => new Response(null, { status: 204 });
  await expect(api.follow('alice')).resolves.toBeUndefined();
});

it('throws the code of a problem document', async () => {
  response = () =>
    new Response(JSON.stringify({ code: 'rate_limited', detail: 'Slow down.', retry_after: 7 }), {
      status: 429,
      headers: { 'Content-Type': 'application/problem+json' },
    });
  await expect(api.me()).rejects.toMatchObject({ code: 'rate_limited', message: 'Slow down.', retryAfter: 7 });
});

it.each([
  [401, 'unauthenticated'],
  [404, 'not_found'],
  [502, 'internal'],
])('makes do with the status %i when the answer is not from our server', async (status, code) => {
  response = () => new Response('<html>', { status });
  await expect(api.me()).rejects.toMatchObject({ code });
});

it('refuses a page that a proxy answers in place of the server', async () => {
  response = () => new Response('<html>');
  await expect(Api.demoUsers('')).rejects.toMatchObject({ code: 'internal' });
});

it('says that the server cannot be reached', async () => {
  response = () => {
    throw new TypeError('Failed to fetch');
  };
  await expect(api.me()).rejects.toMatchObject({ code: 'network' });
});
