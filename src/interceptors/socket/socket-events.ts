// The events of a WebSocket of any implementation, and why its connection ended.
import { parseRetryAfter } from '../../answers/retry-after.ts';
import { dataOf } from './decode.ts';
import type { WebSocketLike } from './types.ts';
import { terminate } from './web-socket.ts';

/** Why a connection ended, or never came about. */
export interface ConnectionTrouble {
  readonly error: Error;
  /** The exchange itself refused the connection: the next one is made later than after a mere loss. */
  readonly isRefusal: boolean;
  /** The wait that the exchange asked for, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

export interface SocketListener {
  readonly onOpen: () => void;
  readonly onFrame: (data: unknown) => void;
  /** Called before `onClose`. */
  readonly onTrouble: (trouble: ConnectionTrouble) => void;
  readonly onClose: () => void;
}

/** The members that `ws` has beside the standard ones. */
interface NodeSocket {
  readonly on?: unknown;
  readonly off?: unknown;
  readonly prependListener?: unknown;
  readonly listenerCount?: unknown;
}

/**
 * Listens to a socket.
 * @returns a function that takes all listeners away but an empty one for errors, which stays: `ws` throws an error that
 * has no listener, also after the end.
 */
export function listenTo(socket: WebSocketLike, listener: SocketListener): () => void {
  const onMessage = (event: { readonly data: unknown }): void => listener.onFrame(dataOf(event));
  const onClose = (event?: unknown): void => {
    const trouble = closingOf(event);
    if (trouble) listener.onTrouble(trouble);
    listener.onClose();
  };
  const onError = (event?: unknown): void => listener.onTrouble({ error: errorOf(event), isRefusal: false });
  const undoFrames = listenToFrames(socket, onMessage, (data) => listener.onFrame(dataOf(data)));
  const undoRefusals = listenToRefusals(socket, listener.onTrouble);
  socket.addEventListener('open', listener.onOpen);
  socket.addEventListener('close', onClose);
  socket.addEventListener('error', onError);
  socket.addEventListener('error', ignore);
  return () => {
    undoFrames();
    undoRefusals();
    socket.removeEventListener('open', listener.onOpen);
    socket.removeEventListener('close', onClose);
    socket.removeEventListener('error', onError);
  };
}

/**
 * `ws` makes an event object and a string of every frame for a listener of the standard kind; its own event hands the
 * bytes on as they are. Our listener comes first: there one that throws keeps the frame from those behind it.
 */
function listenToFrames(
  socket: WebSocketLike,
  onEvent: (event: { readonly data: unknown }) => void,
  onData: (data: unknown) => void,
): () => void {
  const { on, off, prependListener } = socket as NodeSocket;
  if (typeof on === 'function' && typeof off === 'function') {
    Reflect.apply(typeof prependListener === 'function' ? prependListener : on, socket, ['message', onData]);
    return () => Reflect.apply(off, socket, ['message', onData]);
  }
  socket.addEventListener('message', onEvent);
  return () => socket.removeEventListener('message', onEvent);
}

/**
 * `ws` alone shows the answer to a handshake that was refused. A listener of that event has to end the handshake: ours
 * does where it is the only one.
 */
function listenToRefusals(
  socket: WebSocketLike,
  onTrouble: (trouble: ConnectionTrouble) => void,
): () => void {
  const { on, off, listenerCount } = socket as NodeSocket;
  if (typeof on !== 'function' || typeof off !== 'function' || typeof listenerCount !== 'function')
    return () => {};
  const onRefusal = (request: unknown, response: unknown): void => {
    const trouble = refusalOf(response);
    onTrouble(trouble);
    if (Number(Reflect.apply(listenerCount, socket, ['unexpected-response'])) <= 1)
      endHandshake(socket, request, trouble.error);
  };
  Reflect.apply(on, socket, ['unexpected-response', onRefusal]);
  return () => Reflect.apply(off, socket, ['unexpected-response', onRefusal]);
}

function refusalOf(response: unknown): ConnectionTrouble {
  const { statusCode, headers } = Object(response) as { statusCode?: unknown; headers?: unknown };
  const status = Number(statusCode);
  const own = typeof headers === 'object' && headers !== null ? { ...headers } : undefined;
  return {
    // The text of `ws`, which the caller's own listener for errors would get without us.
    error: new Error(`Unexpected server response: ${status}`),
    isRefusal: status === 429 || status === 418,
    retryAfterMs: parseRetryAfter(own, Date.now()),
  };
}

/** Ends a handshake as `ws` would have. */
function endHandshake(socket: WebSocketLike, request: unknown, error: Error): void {
  const destroy: unknown = Reflect.get(Object(request), 'destroy');
  if (typeof destroy === 'function') Reflect.apply(destroy, request, [error]);
  const timer = setTimeout(() => {
    if (socket.readyState === 0) terminate(socket);
  }, 50);
  timer.unref?.();
}

/** Codes of a close that refuse the connection: 1008 for what the exchange does not allow, 1013 for "later". */
const refusals: ReadonlySet<unknown> = new Set([1008, 1013]);
/** No code came, or the connection was lost: these say nothing of the reason. */
const lossCodes: ReadonlySet<unknown> = new Set([undefined, 0, 1005, 1006]);

function closingOf(event: unknown): ConnectionTrouble | undefined {
  const { code, reason } = Object(event) as { code?: unknown; reason?: unknown };
  if (lossCodes.has(code)) return undefined;
  const text = typeof reason === 'string' && reason !== '' ? `${code} ${reason.slice(0, 123)}` : `${code}`;
  return { error: new Error(`the connection closed: ${text}`), isRefusal: refusals.has(code) };
}

function errorOf(event: unknown): Error {
  const { error, message } = Object(event) as { error?: unknown; message?: unknown };
  // Those of undici may have no words.
  if (error instanceof Error && error.message !== '') return error;
  if (event instanceof Error) return event;
  return new Error(typeof message === 'string' && message !== '' ? message : 'the connection failed');
}

function ignore(): void {}
