import { isSocket, terminate } from './socket-events.ts';
import type { WebSocketLike } from './types.ts';

/** How long a peer has to answer that a connection is closed. */
const closingMs = 500;

/** @throws {TypeError} where the factory made something else. */
export function madeBy<Socket extends WebSocketLike>(factory: () => Socket): Socket {
  const made: unknown = factory();
  if (!isSocket(made)) {
    // What it made after all is nobody's.
    void Promise.resolve(made).then(discard, ignore);
    const what = made instanceof Promise ? 'a promise' : made === null ? 'null' : typeof made;
    throw new TypeError(
      `\`interceptSocket\` takes a function that returns a WebSocket at once, and got ${what} from it.`,
    );
  }
  return made as Socket;
}

/** Closes it in due form, and ends it where the peer does not answer. */
export function closeSoon(socket: WebSocketLike): void {
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
  if (typeof timer === 'object') timer.unref();
}

function ignore(): void {}

function discard(made: unknown): void {
  if (!isSocket(made)) return;
  made.addEventListener('error', ignore);
  terminate(made);
}
