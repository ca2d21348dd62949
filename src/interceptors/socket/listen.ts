import type { PolicyContext } from '../../policies/policy.ts';
import type { WebSocketLike } from './types.ts';

/**
 * `ws` makes an event object and a string of every frame for a listener of the standard kind; its own event hands the
 * bytes on as they are.
 */
export function listen(
  socket: WebSocketLike,
  onEvent: (event: { readonly data: unknown }) => void,
  onData: (data: unknown) => void,
): () => void {
  const { on, off } = socket as { on?: unknown; off?: unknown };
  if (typeof on === 'function' && typeof off === 'function') {
    on.call(socket, 'message', onData);
    return () => off.call(socket, 'message', onData);
  }
  socket.addEventListener('message', onEvent);
  return () => socket.removeEventListener('message', onEvent);
}

export function ignore(): void {}

/** The gateway's backoff counts failures of a call; a connection has no more to say than how often it failed. */
export function failedTimes(failures: number): PolicyContext {
  return {
    exchange: '',
    category: 'network',
    code: undefined,
    outcome: 'rejected',
    status: undefined,
    phase: 'not-sent',
    attempt: failures,
    maxAttempts: Number.POSITIVE_INFINITY,
    inRow: failures,
    replaySafe: true,
    retryAfterMs: undefined,
    remainingMs: Number.POSITIVE_INFINITY,
    random: Math.random,
  };
}
