import { effect } from '@preact/signals';
import type { Call, CallsClient } from '../sdk/index.js';
import { session } from './state/Session.js';

declare global {
  interface Window {
    /** Only on pages that were opened with `?test`. */
    __calls?: {
      readonly client: CallsClient | undefined;
      /** The call that runs or rings, or the last one that did. */
      readonly call: Call | undefined;
    };
  }
}

/** Gives end-to-end tests the client and the call behind the page. */
export function exposeForTests(): void {
  if (!new URLSearchParams(location.search).has('test')) {
    return;
  }
  let last: Call | undefined;
  effect(() => {
    last = session.value?.calls.current.value ?? last;
  });
  window.__calls = {
    get client() {
      return session.peek()?.client;
    },
    get call() {
      return last;
    },
  };
}
