// A bot at the socket of an exchange, which the simulator plays from its definition, on clocks that stand still.
import { EventEmitter } from 'node:events';
import { onTestFinished, vi } from 'vitest';
import {
  byClientOrderId,
  createGateway,
  type Exchange,
  type Gateway,
  type GatewayOptions,
  interceptSocket,
  isExchangeError,
  type Sign,
  type SocketCallOptions,
  type SocketCommands,
  type SocketOptions,
  type SocketReply,
  type WebSocketLike,
} from '../../../src/index.ts';
import {
  type AttachOptions,
  type SimulatedExchange,
  type SimulatedSockets,
  type SimulateOptions,
  simulateExchange,
} from '../../../src/testing/index.ts';

export const startMs = 1_764_097_200_000;

/** Both ends of a connection without a network. */
class Line implements WebSocketLike {
  readyState = 0;
  readonly far = new FarEnd(this);
  readonly heard: string[] = [];
  readonly onArrival: () => void;
  readonly #listeners = new Map<string, Set<(event: never) => void>>();

  constructor(onArrival: () => void) {
    this.onArrival = onArrival;
  }

  addEventListener(type: string, listener: (event: never) => void): void {
    this.#listeners.set(type, (this.#listeners.get(type) ?? new Set()).add(listener));
  }

  removeEventListener(type: string, listener: (event: never) => void): void {
    this.#listeners.get(type)?.delete(listener);
  }

  send(text: string): void {
    queueMicrotask(() => {
      this.far.emit('message', text, false);
      this.onArrival();
    });
  }

  close(): void {
    this.end();
  }

  open(): void {
    this.readyState = 1;
    this.emit('open', {});
  }

  end(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.far.emit('close');
    this.emit('close', { code: 1006, reason: '' });
  }

  receive(data: string | Uint8Array): void {
    this.heard.push(String(data));
    queueMicrotask(() => this.emit('message', { data }));
  }

  emit(type: string, event: object): void {
    for (const listener of [...(this.#listeners.get(type) ?? [])]) listener(event as never);
  }
}

class FarEnd extends EventEmitter {
  readonly readyState = 1;
  readonly #near: Line;

  constructor(near: Line) {
    super();
    this.#near = near;
  }

  send(data: string | Uint8Array): void {
    this.#near.receive(data);
  }

  close(): void {
    this.#near.end();
  }

  terminate(): void {
    this.#near.end();
  }
}

export interface Play {
  readonly sim: SimulatedExchange;
  readonly sockets: SimulatedSockets;
  readonly gateway: Gateway;
  readonly commands: SocketCommands;
  /** Every frame that came in. */
  readonly heard: () => readonly Readonly<Record<string, unknown>>[];
  /** Every frame that went out. */
  readonly sent: () => readonly Readonly<Record<string, unknown>>[];
  /** What arrived, requests and commands: milliseconds since the start, route or command, id, code, fault. */
  readonly seen: () => readonly string[];
  /** Sends, and says how it ended once all clocks have run on. */
  readonly send: (command: object, options?: SocketCallOptions) => Promise<SocketReply | string>;
  /** Sends all at once. */
  readonly all: (...commands: readonly object[]) => Promise<readonly (SocketReply | string)[]>;
}

export interface PlayOptions {
  readonly exchange: Exchange;
  readonly sign: Sign;
  readonly sim?: SimulateOptions;
  readonly gateway?: Partial<Omit<GatewayOptions, 'exchange'>>;
  /** Whether the exchange is asked what became of an order. @default true */
  readonly asks?: boolean;
  readonly socket?: SocketOptions;
  /** No REST beside it. */
  readonly isBare?: boolean;
  /** What look-ups need and an order does not hold. @default nothing */
  readonly fill?: Readonly<Record<string, string>> | undefined;
  /** Faults by chance. @default none */
  readonly faults?: AttachOptions['faults'];
  /** The first connections, which stand and over which nothing goes. @default none */
  readonly silentConnections?: number;
  /** The exchange checks no signature. @default false */
  readonly isUnchecked?: boolean | undefined;
  /** The signer that the exchange checks by. @default the bot's */
  readonly checks?: Sign;
}

/** From here on the clock is the test's. */
export function play(options: PlayOptions): Play {
  vi.useFakeTimers({ now: startMs });
  const { exchange, sign } = options;
  const sim = simulateExchange(exchange, { limits: false, ...options.sim });
  const server = new EventEmitter();
  const sockets = sim.attach(server, {
    ...(options.faults && { faults: options.faults }),
    ...(!options.isUnchecked && { sign: options.checks ?? sign }),
  });
  const gateway = createGateway({
    exchange,
    sign,
    deadlineMs: 120_000,
    ...(options.asks !== false && { reconcile: byClientOrderId(options.fill && { fill: options.fill }) }),
    limits: false,
    ...options.gateway,
  });
  const lines: Line[] = [];
  const seen: string[] = [];
  const note = (...parts: readonly unknown[]): void => {
    seen.push([Date.now() - startMs, ...parts.filter((part) => part !== undefined)].join(' '));
  };
  const noteCommand = (): void => {
    const { command, code, clientOrderId, fault, connection } = sockets.log.at(-1) ?? {};
    note(connection, command, clientOrderId, code, fault);
  };
  const overRest: typeof fetch = (input, init) =>
    sim.fetch(input, init).finally(() => {
      const { method, path, code, clientOrderId } = sim.log.findLast((entry) => entry.method !== 'WS') ?? {};
      note(method, path, clientOrderId, code);
    });
  const make = (): Line => {
    const line = new Line(noteCommand);
    lines.push(line);
    queueMicrotask(() => {
      if (lines.length > (options.silentConnections ?? 0)) server.emit('connection', line.far);
      line.open();
    });
    return line;
  };
  const commands = interceptSocket(make, gateway, {
    timeoutMs: 1000,
    reconnect: { baseDelayMs: 100, maxDelayMs: 100, jitter: 'none' },
    ...(!options.isBare && { restOrigin: `https://${exchange.hosts[0]}` }),
    fetch: overRest,
    ...options.socket,
  });
  onTestFinished(async () => {
    commands.close();
    await Promise.all([gateway.close(), vi.isFakeTimers() && vi.runAllTimersAsync()]);
    vi.useRealTimers();
  });
  const run = async <Value>(work: Promise<Value>): Promise<Value> => {
    await vi.advanceTimersByTimeAsync(100_000);
    return work;
  };
  const start = (command: object, own: SocketCallOptions = {}): Promise<SocketReply | string> =>
    commands.send(command, own).catch((error: unknown) => {
      if (!isExchangeError(error)) return String(error);
      return [error.code ?? '-', error.category, error.outcome, error.reason].join(' ');
    });
  return {
    sim,
    sockets,
    gateway,
    commands,
    heard: () => lines.flatMap(({ heard }) => heard.map((text) => JSON.parse(text))),
    sent: () => sockets.log.map(({ text }) => (text.startsWith('{') ? JSON.parse(text) : text)),
    seen: () => seen,
    send: (command, own) => run(start(command, own)),
    all: (...some) => run(Promise.all(some.map((command) => start(command)))),
  };
}
