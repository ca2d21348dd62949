import type { AdapterConfig } from './adapter-request.ts';
import type { AnySignal } from './held-back.ts';

/** `signal` and the older `cancelToken`, which has the reason itself. */
export function signalsOf({ signal, cancelToken }: AdapterConfig): readonly AnySignal[] {
  const found: AnySignal[] = [];
  if (isSignal(signal)) found.push(signal);
  if (typeof cancelToken === 'object' && cancelToken !== null) found.push(tokenSignal(cancelToken));
  return found;
}

function isSignal(value: unknown): value is AnySignal {
  return typeof value === 'object' && value !== null && 'aborted' in value;
}

function tokenSignal(token: object): AnySignal {
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
