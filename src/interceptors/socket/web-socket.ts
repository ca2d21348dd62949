// What is done with a single WebSocket of any implementation: make, send, close, end, and watch its buffer.

import { isPromise } from '../../options/is-promise.ts';
import { nowAt } from '../../time/now.ts';
import { type DeferredPromise, deferred } from './deferred.ts';
import type { WebSocketLike } from './types.ts';

/** Why a command got no reply. `answers/transport-error-codes.ts` and `answers/transport-error.ts` read the codes. */
export class UnansweredError extends Error {
  override readonly name: string = 'UnansweredError';
  /** `WS_NOT_OPEN` proves that nothing was sent; after the others the command may have been executed. */
  readonly code: 'WS_NOT_OPEN' | 'WS_CLOSED' | 'WS_TIMEOUT' | 'WS_SEND_FAILED';

  constructor(code: UnansweredError['code'], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** Milliseconds that a peer has to answer a close. */
const closingMs = 500;

export function isSocket(value: unknown): value is WebSocketLike {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof Reflect.get(value, 'send') === 'function' &&
    typeof Reflect.get(value, 'addEventListener') === 'function'
  );
}

/** @throws {TypeError} where the factory returned something else. */
export function makeSocket<Socket extends WebSocketLike>(factory: () => Socket): Socket {
  const made: unknown = factory();
  if (!isSocket(made)) {
    // A promise of a socket: what comes of it has no user.
    void Promise.resolve(made).then(discard, ignore);
    const what = isPromise(made) ? 'a promise' : made === null ? 'null' : typeof made;
    throw new TypeError(
      `\`interceptSocket\` takes a function that returns a WebSocket at once, and got ${what} from it.`,
    );
  }
  return made as Socket;
}

/** @throws {UnansweredError} that says whether anything may have been sent: an `InvalidStateError` alone proves that not. */
export function send(socket: WebSocketLike, text: string): void {
  try {
    socket.send(text);
  } catch (error) {
    const isUnsent = Reflect.get(Object(error), 'name') === 'InvalidStateError';
    const what = `the socket's \`send\` threw: ${String(error).slice(0, 200)}`;
    throw new UnansweredError(isUnsent ? 'WS_NOT_OPEN' : 'WS_SEND_FAILED', what, error);
  }
}

/** Closes with a closing handshake, and ends the socket half a second later where the peer did not answer. */
export function closeSocket(socket: WebSocketLike): void {
  try {
    socket.close();
  } catch {
    // It was never open.
  }
  if (socket.readyState > 2) return;
  const timer = setTimeout(() => {
    if (socket.readyState < 3) terminate(socket);
  }, closingMs);
  // A socket that is still there keeps the process alive by itself.
  timer.unref?.();
}

/** Ends a socket without a closing handshake where it can be: with one, `ws` waits 30 seconds for a peer that is gone. */
export function terminate(socket: WebSocketLike): void {
  const { terminate: end } = socket as { terminate?: unknown };
  try {
    if (typeof end === 'function') Reflect.apply(end, socket, []);
    else socket.close();
  } catch {
    // Nothing is left that could be ended.
  }
}

/** Bytes that were written and have not left the process; 0 where the socket does not say. */
function bufferedBytes(socket: WebSocketLike): number {
  const { bufferedAmount } = socket as { bufferedAmount?: unknown };
  return typeof bufferedAmount === 'number' && bufferedAmount > 0 ? bufferedAmount : 0;
}

function ignore(): void {}

function discard(made: unknown): void {
  if (!isSocket(made)) return;
  made.addEventListener('error', ignore);
  terminate(made);
}

/** Nothing is written behind bytes that stand in the buffer for longer, in milliseconds. */
const stalledAfterMs = 250;
const lookEveryMs = 20;

/** Measures for how long no byte has left a socket's buffer: when what is written behind those leaves cannot be known. */
export class StallDetector {
  readonly #socket: () => WebSocketLike;
  #last = 0;
  /** When bytes last left, on `nowAt`. */
  #movedAt = 0;
  #look: DeferredPromise | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param socket the one in use. */
  constructor(socket: () => WebSocketLike) {
    this.#socket = socket;
  }

  get isStalled(): boolean {
    return this.stalledMs > stalledAfterMs;
  }

  /** For how long nothing has left, in milliseconds. */
  get stalledMs(): number {
    const buffered = bufferedBytes(this.#socket());
    const at = nowAt();
    if (buffered === 0 || buffered < this.#last) this.#movedAt = at;
    this.#last = buffered;
    return at - this.#movedAt;
  }

  /** To be called after each write. */
  noteWrite(): void {
    if (this.#last === 0) this.#movedAt = nowAt();
    this.#last = bufferedBytes(this.#socket());
  }

  /** Resolves after a short wait, or when the connection is replaced: then look at `isStalled` again. */
  waitForDrain(): Promise<void> {
    this.#look ??= deferred();
    this.#timer ??= setTimeout(() => this.#wake(), lookEveryMs);
    return this.#look.promise;
  }

  /** To be called for each new connection. */
  reset(): void {
    this.#last = 0;
    this.#movedAt = nowAt();
    this.#wake();
  }

  #wake(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#look?.resolve();
    this.#look = undefined;
  }
}
