import type { Policy } from '../../policies/policy.ts';
import { failedTimes, ignore, listen } from './listen.ts';
import { SocketFault } from './socket-fault.ts';
import type { WebSocketLike } from './types.ts';

const isOpenState = 1;

/** What the line tells. */
export interface ConnectionHooks {
  readonly onFrame: (data: unknown) => void;
  readonly onOpen: (again: boolean) => void;
  readonly onDrop: (message: string) => void;
}

export interface ConnectionSettings {
  /** A connection that takes longer to open is given up. */
  readonly openWithinMs: number;
  readonly backoff: Policy;
  /** What is left of the gateway's pause: nobody connects before it is over. */
  readonly pausedMs: () => number;
}

/** The connection: one socket of the caller's, or one after the other from a factory. */
export class ReconnectingSocket {
  /** Grows with every connection: tells the replies of one from those of the next. */
  epoch = 0;
  #socket: WebSocketLike;
  readonly #factory: (() => WebSocketLike) | undefined;
  readonly #hooks: ConnectionHooks;
  readonly #settings: ConnectionSettings;
  #detach: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #closed: Error | undefined;
  #waiting: { resolve: () => void; reject: (error: unknown) => void }[] = [];

  constructor(
    source: WebSocketLike | (() => WebSocketLike),
    hooks: ConnectionHooks,
    settings: ConnectionSettings,
  ) {
    this.#factory = typeof source === 'function' ? source : undefined;
    this.#hooks = hooks;
    this.#settings = settings;
    this.#socket = typeof source === 'function' ? source() : source;
    this.#attach(this.#socket);
  }

  get socket(): WebSocketLike {
    return this.#socket;
  }

  get canReconnect(): boolean {
    return this.#factory !== undefined;
  }

  get isOpen(): boolean {
    return (
      this.#closed === undefined && this.#socket.readyState === isOpenState && this.#detach !== undefined
    );
  }

  /** Resolves when it is open, rejects when it never will be. */
  opened(): Promise<void> {
    if (this.#closed) return Promise.reject(this.#closed);
    if (this.isOpen) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
  }

  /** @throws {SocketFault} where nothing certainly left. */
  transmit(text: string): void {
    if (!this.isOpen) throw new SocketFault('WS_NOT_OPEN', 'the socket is not open');
    try {
      this.#socket.send(text);
    } catch (error) {
      throw new SocketFault('WS_NOT_OPEN', `the socket took nothing: ${String(error).slice(0, 200)}`);
    }
  }

  /** The connection is dead, though nobody said so: another one takes its place. */
  recycle(): void {
    const dead = this.#socket;
    this.#dropped('the connection went silent');
    dead.close();
  }

  close(): void {
    if (this.#closed) return;
    this.#fail(new SocketFault('WS_NOT_OPEN', '`close` was called on these commands'));
    const isOurs = this.#factory !== undefined;
    this.#letGo('the commands were closed');
    if (isOurs) this.#socket.close();
  }

  #attach(socket: WebSocketLike): void {
    const onOpen = (): void => this.#opened();
    const onClose = (): void => this.#dropped('the connection closed');
    const onMessage = ({ data }: { readonly data: unknown }): void => this.#hooks.onFrame(data);
    const stopListening = listen(socket, onMessage, this.#hooks.onFrame);
    socket.addEventListener('open', onOpen);
    socket.addEventListener('close', onClose);
    // Stays for good: `ws` throws where nobody listens, also after the end.
    socket.addEventListener('error', ignore);
    this.#detach = () => {
      clearTimeout(this.#timer);
      stopListening();
      socket.removeEventListener('open', onOpen);
      socket.removeEventListener('close', onClose);
    };
    if (socket.readyState === isOpenState) this.#opened();
    else if (socket.readyState > isOpenState) this.#dropped('the socket was closed already');
    else this.#timer = setTimeout(() => this.recycle(), this.#settings.openWithinMs);
  }

  #opened(): void {
    clearTimeout(this.#timer);
    this.epoch += 1;
    this.#failures = 0;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { resolve } of waiting) resolve();
    this.#hooks.onOpen(this.epoch > 1);
  }

  #dropped(message: string): void {
    if (!this.#detach) return;
    this.#letGo(message);
    if (this.#closed) return;
    if (this.#factory) this.#connectLater();
    else this.#fail(new SocketFault('WS_NOT_OPEN', `${message}, and there is no factory to make another`));
  }

  #letGo(message: string): void {
    this.#detach?.();
    this.#detach = undefined;
    clearTimeout(this.#timer);
    this.#hooks.onDrop(message);
  }

  #fail(error: Error): void {
    this.#closed = error;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { reject } of waiting) reject(error);
  }

  #connectLater(): void {
    this.#failures += 1;
    const decision = this.#settings.backoff(failedTimes(this.#failures));
    const delayMs = decision.action === 'retry' ? decision.delayMs : 0;
    this.#timer = setTimeout(() => this.#connect(), Math.max(delayMs, this.#settings.pausedMs()));
  }

  #connect(): void {
    try {
      const socket = this.#factory?.();
      if (!socket) return;
      this.#socket = socket;
      this.#attach(socket);
    } catch {
      this.#connectLater();
    }
  }
}
