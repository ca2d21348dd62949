// A WebSocket that is replaced by another of its factory's when it drops.

import type { Policy } from '../../decision.ts';
import { nowAt } from '../../time/now.ts';
import { type DeferredPromise, deferred } from './deferred.ts';
import { ReconnectTimer } from './reconnect-timer.ts';
import { type ConnectionTrouble, listenTo } from './socket-events.ts';
import type { WebSocketLike } from './types.ts';
import { closeSocket, makeSocket, StallDetector, send, terminate, UnansweredError } from './web-socket.ts';

const isOpenState = 1;

export interface ConnectionHooks {
  readonly onFrame: (data: unknown) => void;
  /** Called when a connection opened after another one. */
  readonly onReopen: (epoch: number) => void;
  readonly onDrop: (message: string) => void;
}

export interface ConnectionSettings {
  /** A connection of the factory's that takes longer to open is given up, in milliseconds. */
  readonly connectTimeoutMs: number;
  readonly backoff: Policy;
  /** What is left of the gateway's pause, in milliseconds: no connection is made before its end. */
  readonly pausedMs: () => number;
}

/** One socket of the caller's, or one after the other from a factory. */
export class ReconnectingSocket<Socket extends WebSocketLike> {
  /** The number of connections that opened: a reply belongs to the epoch in which it came. */
  epoch = 0;
  #socket: Socket;
  readonly #factory: (() => Socket) | undefined;
  readonly #hooks: ConnectionHooks;
  readonly #connectTimeoutMs: number;
  readonly #reconnect: ReconnectTimer;
  readonly #stall: StallDetector = new StallDetector(() => this.#socket);
  #connectTimer: ReturnType<typeof setTimeout> | undefined;
  /** Takes our listeners off `#socket`; undefined while none are on it. */
  #detach: (() => void) | undefined;
  /** On `nowAt`; undefined while the connection did not open. */
  #openedAt: number | undefined;
  #trouble: ConnectionTrouble | undefined;
  #obstacle: Error | undefined;
  #closed: Error | undefined;
  #opening: DeferredPromise | undefined;

  constructor(source: Socket | (() => Socket), hooks: ConnectionHooks, settings: ConnectionSettings) {
    this.#factory = typeof source === 'function' ? source : undefined;
    this.#hooks = hooks;
    this.#connectTimeoutMs = settings.connectTimeoutMs;
    this.#reconnect = new ReconnectTimer(settings.backoff, settings.pausedMs, () => this.#connect());
    this.#socket = typeof source === 'function' ? makeSocket(source) : source;
    this.#attach(this.#socket);
  }

  get socket(): Socket {
    return this.#socket;
  }

  get isOpen(): boolean {
    return !this.#closed && this.#detach !== undefined && this.#socket.readyState === isOpenState;
  }

  /** Why it is not open: what went wrong last. */
  get obstacle(): Error | undefined {
    return this.isOpen ? undefined : (this.#closed ?? this.#obstacle);
  }

  /** Whether what is written now would stand behind bytes that do not leave. */
  get isStalled(): boolean {
    return this.#stall.isStalled;
  }

  /** Resolves when `isStalled` is worth another look. A stall of more than `withinMs` milliseconds ends the connection. */
  waitUntilDrained(withinMs: number): Promise<void> {
    if (this.#stall.stalledMs > withinMs) this.recycle('the connection took nothing any more');
    return this.isOpen ? this.#stall.waitForDrain() : Promise.resolve();
  }

  /** Resolves when it is open, rejects when it never will be. */
  waitUntilOpen(): Promise<void> {
    if (this.#closed) return Promise.reject(this.#closed);
    if (this.isOpen) return Promise.resolve();
    this.#opening ??= deferred();
    return this.#opening.promise;
  }

  /** @throws {UnansweredError} that says whether anything may have been sent. */
  transmit(text: string): void {
    if (!this.isOpen) throw new UnansweredError('WS_NOT_OPEN', 'the socket is not open');
    send(this.#socket, text);
    this.#stall.noteWrite();
  }

  /** Replaces a connection that is dead without having closed. A socket of the caller's is left alone. */
  recycle(message: string): void {
    if (!this.#factory) return;
    const dead = this.#socket;
    this.#dropped(message);
    terminate(dead);
  }

  /** For good; a socket of the caller's stays open. */
  close(): void {
    if (this.#closed) return;
    this.#fail(new UnansweredError('WS_NOT_OPEN', '`close` was called on these commands'));
    this.#leave('the commands were closed');
    if (this.#factory) closeSocket(this.#socket);
  }

  #attach(socket: Socket): void {
    this.#detach = listenTo(socket, {
      onOpen: () => this.#opened(),
      onFrame: this.#hooks.onFrame,
      onTrouble: (trouble) => {
        // The first trouble is the cause, later ones are its consequences.
        this.#trouble ??= trouble;
        this.#obstacle = this.#trouble.error;
      },
      onClose: () => this.#dropped('the connection closed'),
    });
    this.#stall.reset();
    if (socket.readyState === isOpenState) this.#opened();
    else if (socket.readyState > isOpenState) this.#dropped('the socket was closed already');
    else if (this.#factory) {
      const ms = this.#connectTimeoutMs;
      this.#connectTimer = setTimeout(() => this.recycle(`no connection within ${ms} ms`), ms);
    }
  }

  #opened(): void {
    clearTimeout(this.#connectTimer);
    this.epoch += 1;
    this.#openedAt = nowAt();
    this.#opening?.resolve();
    this.#opening = undefined;
    if (this.epoch > 1) this.#hooks.onReopen(this.epoch);
  }

  #dropped(message: string): void {
    if (!this.#detach) return;
    const reason = this.#trouble?.error.message ?? message;
    if (!this.#trouble) this.#obstacle = new Error(message);
    this.#leave(reason);
    if (this.#closed) return;
    if (this.#factory) this.#reconnect.schedule(this.#trouble, this.#openedAt);
    else this.#fail(new UnansweredError('WS_NOT_OPEN', `${reason}, and there is no factory to make another`));
  }

  #leave(message: string): void {
    this.#detach?.();
    this.#detach = undefined;
    clearTimeout(this.#connectTimer);
    this.#reconnect.cancel();
    this.#stall.reset();
    this.#hooks.onDrop(message);
  }

  #fail(error: Error): void {
    this.#closed = error;
    this.#opening?.reject(error);
    this.#opening = undefined;
  }

  #connect(): void {
    this.#trouble = undefined;
    this.#openedAt = undefined;
    try {
      if (!this.#factory) return;
      this.#socket = makeSocket(this.#factory);
      this.#attach(this.#socket);
    } catch (error) {
      this.#obstacle = error instanceof Error ? error : new Error(String(error).slice(0, 200));
      this.#reconnect.schedule(this.#trouble, this.#openedAt);
    }
  }
}
