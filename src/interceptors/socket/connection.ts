import type { Policy } from '../../policies/policy.ts';
import { Latch } from './latch.ts';
import { closeSoon, madeBy } from './own-socket.ts';
import { longestWaitMs, ReconnectDelay } from './reconnect-delay.ts';
import { bufferedBy, type ConnectionTrouble, listenTo, terminate } from './socket-events.ts';
import { SocketFault } from './socket-fault.ts';
import { StallDetector } from './stall-detector.ts';
import type { WebSocketLike } from './types.ts';

const isOpenState = 1;

/** What the connection tells. */
export interface ConnectionHooks {
  readonly onFrame: (data: unknown) => void;
  readonly onOpen: (again: boolean) => void;
  readonly onDrop: (message: string) => void;
}

export interface ConnectionSettings {
  /** A connection of the factory's that takes longer to open is given up, in milliseconds. */
  readonly connectTimeoutMs: number;
  readonly backoff: Policy;
  /** What is left of the gateway's pause: nobody connects before it is over. */
  readonly pausedMs: () => number;
}

/** One socket of the caller's, or one after the other from a factory. */
export class ReconnectingSocket<Socket extends WebSocketLike> {
  /** Counts the connections that opened: tells the replies of one from those of the next. */
  epoch = 0;
  #socket: Socket;
  readonly #factory: (() => Socket) | undefined;
  readonly #hooks: ConnectionHooks;
  readonly #settings: ConnectionSettings;
  #detach: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #openedAt: number | undefined;
  #trouble: ConnectionTrouble | undefined;
  #obstacle: Error | undefined;
  #closed: Error | undefined;
  readonly #delay: ReconnectDelay;
  readonly #outgoing: StallDetector = new StallDetector(() => bufferedBy(this.#socket));
  readonly #waiting = new Latch();

  constructor(source: Socket | (() => Socket), hooks: ConnectionHooks, settings: ConnectionSettings) {
    this.#factory = typeof source === 'function' ? source : undefined;
    this.#hooks = hooks;
    this.#settings = settings;
    this.#delay = new ReconnectDelay(settings.backoff);
    this.#socket = typeof source === 'function' ? madeBy(source) : source;
    this.#attach(this.#socket);
  }

  get socket(): Socket {
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

  /** Why it is not open: what went wrong last. */
  get obstacle(): Error | undefined {
    return this.isOpen ? undefined : this.#obstacle;
  }

  /** Whether what is written now would stand behind what does not leave. */
  get isStalled(): boolean {
    return this.#outgoing.isStalled;
  }

  /** Resolves when it is worth looking again. What stands there for too long is given up with its connection. */
  drained(withinMs: number): Promise<void> {
    if (this.#outgoing.stalledMs > withinMs) this.recycle('the connection took nothing any more');
    return this.isOpen ? this.#outgoing.drained() : Promise.resolve();
  }

  /** Resolves when it is open, rejects when it never will be. */
  opened(): Promise<void> {
    if (this.#closed) return Promise.reject(this.#closed);
    if (this.isOpen) return Promise.resolve();
    return this.#waiting.wait();
  }

  /** @throws {SocketFault} that says whether anything may have left. */
  transmit(text: string): void {
    if (!this.isOpen) throw new SocketFault('WS_NOT_OPEN', 'the socket is not open');
    try {
      this.#socket.send(text);
    } catch (error) {
      const isProof = Reflect.get(Object(error), 'name') === 'InvalidStateError';
      const what = `the socket's \`send\` threw: ${String(error).slice(0, 200)}`;
      throw new SocketFault(isProof ? 'WS_NOT_OPEN' : 'WS_SEND_FAILED', what, error);
    }
    this.#outgoing.wrote();
  }

  /** The connection is dead, though nobody said so: another one takes its place. A socket of the caller's is left alone. */
  recycle(message: string): void {
    if (!this.#factory) return;
    const dead = this.#socket;
    this.#dropped(message);
    terminate(dead);
  }

  close(): void {
    if (this.#closed) return;
    this.#fail(new SocketFault('WS_NOT_OPEN', '`close` was called on these commands'));
    this.#letGo('the commands were closed');
    if (this.#factory) closeSoon(this.#socket);
  }

  #attach(socket: Socket): void {
    const stopListening = listenTo(socket, {
      onOpen: () => this.#opened(),
      onFrame: this.#hooks.onFrame,
      onTrouble: (trouble) => {
        // What was told first is the cause, what comes after it a consequence.
        this.#trouble ??= trouble;
        this.#obstacle = this.#trouble.error;
      },
      onClose: () => this.#dropped('the connection closed'),
    });
    this.#trouble = undefined;
    this.#openedAt = undefined;
    this.#outgoing.forget();
    this.#detach = () => {
      clearTimeout(this.#timer);
      stopListening();
    };
    if (socket.readyState === isOpenState) this.#opened();
    else if (socket.readyState > isOpenState) this.#dropped('the socket was closed already');
    else if (this.#factory) {
      const { connectTimeoutMs } = this.#settings;
      const late = `no connection within ${connectTimeoutMs} ms`;
      this.#timer = setTimeout(() => this.recycle(late), connectTimeoutMs);
    }
  }

  #opened(): void {
    clearTimeout(this.#timer);
    this.epoch += 1;
    this.#openedAt = performance.now();
    this.#waiting.release();
    this.#hooks.onOpen(this.epoch > 1);
  }

  #dropped(message: string): void {
    if (!this.#detach) return;
    const told = this.#trouble?.error.message ?? message;
    if (!this.#trouble) this.#obstacle = new Error(message);
    this.#letGo(told);
    if (this.#closed) return;
    if (this.#factory) this.#connectLater();
    else this.#fail(new SocketFault('WS_NOT_OPEN', `${told}, and there is no factory to make another`));
  }

  #letGo(message: string): void {
    this.#detach?.();
    this.#detach = undefined;
    clearTimeout(this.#timer);
    this.#outgoing.forget();
    this.#hooks.onDrop(message);
  }

  #fail(error: Error): void {
    this.#closed = error;
    this.#waiting.fail(error);
  }

  /** Later from failure to failure. That a connection opened is no success yet: it has to stand. */
  #connectLater(): void {
    const stoodMs = this.#openedAt === undefined ? 0 : performance.now() - this.#openedAt;
    this.#wait(this.#delay.next(this.#trouble ?? {}, stoodMs));
  }

  #wait(delayMs: number): void {
    const waitMs = Math.min(Math.max(delayMs, this.#settings.pausedMs()), longestWaitMs);
    this.#timer = setTimeout(() => this.#connect(), waitMs);
  }

  #connect(): void {
    // A pause may have begun, or grown, meanwhile.
    if (this.#settings.pausedMs() > 0) {
      this.#wait(0);
      return;
    }
    this.#trouble = undefined;
    this.#openedAt = undefined;
    try {
      if (!this.#factory) return;
      this.#socket = madeBy(this.#factory);
      this.#attach(this.#socket);
    } catch (error) {
      this.#obstacle = error instanceof Error ? error : new Error(String(error).slice(0, 200));
      this.#connectLater();
    }
  }
}
