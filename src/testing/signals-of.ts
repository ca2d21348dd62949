// The abort signals of axios's config.
import type { ClientSignal } from './abortable-delay.ts';
import type { AdapterConfig } from './adapter-request.ts';

/** `signal` and the older `cancelToken`, which has the reason itself. */
export function signalsOf({ signal, cancelToken }: AdapterConfig): readonly ClientSignal[] {
  const found: ClientSignal[] = [];
  if (isSignal(signal)) found.push(signal);
  if (typeof cancelToken === 'object' && cancelToken !== null) found.push(tokenSignal(cancelToken));
  return found;
}

function isSignal(value: unknown): value is ClientSignal {
  return typeof value === 'object' && value !== null && 'aborted' in value;
}

function tokenSignal(token: object): ClientSignal {
  const call = (name: string, listener: () => void): void => {
    const method: unknown = Reflect.get(token, name);
    if (typeof method === 'function') method.call(token, listener);
  };
  return {
    get aborted() {
      return Boolean(Reflect.get(token, 'reason'));
    },
    get reason(): unknown {
      return Reflect.get(token, 'reason');
    },
    addEventListener: (_, listener) => call('subscribe', listener),
    removeEventListener: (_, listener) => call('unsubscribe', listener),
  };
}
