import { signal } from '@preact/signals';

export type Route = { screen: 'messages'; userId?: string } | { screen: 'calls' } | { screen: 'settings' };

function read(): Route {
  const [screen, id] = location.hash.replace(/^#\/?/, '').split('/');
  switch (screen) {
    case 'calls':
      return { screen: 'calls' };
    case 'settings':
      return { screen: 'settings' };
    default:
      return id ? { screen: 'messages', userId: decodeURIComponent(id) } : { screen: 'messages' };
  }
}

export const route = signal<Route>(read());

addEventListener('hashchange', () => {
  route.value = read();
});

export const threadHref = (userId: string) => `#/messages/${encodeURIComponent(userId)}`;

export function navigate(href: string): void {
  location.hash = href;
}
