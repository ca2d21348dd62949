// The public types of `interceptSocket`.

import type { CallOptions } from '../../call-options.ts';
import type { ExchangeError } from '../../errors.ts';
import type { BackoffOptions } from '../../policies/backoff.ts';

/** What we use of a WebSocket: Node's own, that of `ws` and a browser's have it. */
export interface WebSocketLike {
  /** 1 while it is open. */
  readonly readyState: number;
  /** Where it leads. */
  readonly url?: string;
  /** Sends a frame. */
  send(data: string): void;
  /** Ends the connection. */
  close(code?: number, reason?: string): void;
  /** Hears other events. */
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
  /** Hears frames. */
  addEventListener(
    type: 'message',
    listener: (event: {
      /** Text, or bytes. */
      readonly data: unknown;
    }) => void,
  ): void;
  /** Stops hearing other events. */
  removeEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
  /** Stops hearing frames. */
  removeEventListener(
    type: 'message',
    listener: (event: {
      /** Text, or bytes. */
      readonly data: unknown;
    }) => void,
  ): void;
}

/** A command as the exchange documents it: `{ op: 'placeorder', data: {...} }`. Any object is taken, of an interface too. */
export type SocketCommandBody = Readonly<Record<string, unknown>>;

/** A reply, parsed. Whole numbers beyond 2^53, such as ids of 18 digits, are strings of the same digits in it. */
export type SocketReply = Readonly<Record<string, unknown>>;

/** The options of one command: those of a call over REST, and a signal. */
export interface SocketCallOptions extends CallOptions {
  /** Ends the wait for the reply when it is aborted. */
  readonly signal?: AbortSignal;
}

/** What `interceptSocket` takes beside socket and gateway. */
export interface SocketOptions {
  /** A reply that takes longer does not come: the command's outcome is unknown. In milliseconds. @default 10_000 */
  readonly timeoutMs?: number;
  /**
   * A connection of the factory's that takes longer to open is given up for another, in milliseconds. A socket that the
   * caller made is not bounded. @default 10_000
   */
  readonly connectTimeoutMs?: number;
  /**
   * Waits between attempts to connect again: they grow until a connection has stood for five seconds, and longer than the
   * wait before it. After a close with 1008 or 1013 and a handshake answered with 429 they grow faster, and a
   * `Retry-After` is kept to.
   * @default { baseDelayMs: 500, maxDelayMs: 30_000, jitter: 'equal' }
   */
  readonly reconnect?: BackoffOptions;
  /** Where the exchange's REST is, for the clock and for look-ups. @default the time in the replies, and no look-ups */
  readonly restOrigin?: string | URL;
  /** Sends requests for the clock and look-ups. @default the global one, looked up at each call */
  readonly fetch?: typeof fetch;
  /**
   * Whether to log in before the first command. `false` where the caller logs in, or puts the token into its commands.
   * @default true, but where each command is signed by itself (Binance): there a session takes a key of Ed25519
   */
  readonly login?: boolean;
  /**
   * Called where a subscription could not be restored after a reconnect. Unless the exchange refused this very channel, it
   * is tried again while the connection stands.
   * @default nothing is called
   */
  readonly onError?: (error: ExchangeError, command: SocketCommandBody) => void;
}

/** What `commands.stats()` tells. */
export interface SocketStats {
  /** All frames that came in, replies or not. */
  readonly frames: number;
  /** Those of them that were parsed. */
  readonly parsed: number;
  /** Connections that were made, the first included. */
  readonly connections: number;
  /** Commands that were sent and are not answered. */
  readonly pending: number;
}

/** The way for commands over one socket, or over those that follow it. */
export interface SocketCommands<Socket extends WebSocketLike = WebSocketLike> {
  /**
   * Sends a command through the gateway and resolves with its reply.
   * @throws {ExchangeError} as a request would; what the signal was aborted with before anything was sent.
   */
  readonly send: (command: object, options?: SocketCallOptions) => Promise<SocketReply>;
  /** The socket in use; the last one while none is open. */
  readonly socket: Socket;
  /** Commands that restore what is subscribed to. */
  readonly subscriptions: readonly SocketCommandBody[];
  /** Counts since the socket was made, and what is under way now. */
  readonly stats: () => SocketStats;
  /**
   * Takes our listeners and timers away. A socket that the caller made stays open, one of the factory's is closed, and
   * ended half a second later where it can be (`ws` has `terminate`; Node's own WebSocket and a browser's wait for the
   * peer). `gateway.close()` does the same once nothing is in flight any more.
   * What is unanswered ends as after a drop; what waits for a limit or a pause rejects, and so does every later command.
   */
  readonly close: () => void;
}
