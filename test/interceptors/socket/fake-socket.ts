import { afterEach, beforeEach, vi } from 'vitest';
import {
  createGateway,
  type Exchange,
  type Gateway,
  type GatewayOptions,
  interceptSocket,
  isExchangeError,
  oxFun,
  type SocketCommands,
  type SocketOptions,
} from '../../../src/index.ts';

export type Frame = Readonly<Record<string, unknown>>;
/** What the exchange does with a frame, the log-in excepted. */
export type Behaviour = (frame: Frame, socket: FakeSocket) => void;

/** A socket without a wire: every frame and every instant is the test's. */
export class FakeSocket {
  readyState = 0;
  bufferedAmount = 0;
  isTerminated = false;
  /** Counts from 1. */
  readonly number: number;
  readonly sent: Frame[] = [];
  readonly #behaviour: Behaviour;
  readonly #listeners = new Map<string, Set<(event: never) => unknown>>();

  constructor(number: number, behaviour: Behaviour) {
    this.number = number;
    this.#behaviour = behaviour;
  }

  send(data: string): void {
    const frame: Frame = JSON.parse(data);
    this.sent.push(frame);
    this.#behaviour(frame, this);
  }

  close(): void {
    this.end();
  }

  terminate(): void {
    this.isTerminated = true;
    this.end();
  }

  addEventListener(type: string, listener: (event: never) => unknown): void {
    this.#listeners.set(type, (this.#listeners.get(type) ?? new Set()).add(listener));
  }

  removeEventListener(type: string, listener: (event: never) => unknown): void {
    this.#listeners.get(type)?.delete(listener);
  }

  open(): void {
    this.readyState = 1;
    this.#emit('open', {});
  }

  /** A frame comes in: an object, or text as it is. */
  receive(frame: object | string): void {
    this.#emit('message', { data: typeof frame === 'string' ? frame : JSON.stringify(frame) });
  }

  fail(message: string): void {
    this.#emit('error', { error: new Error(message), message });
  }

  end(code = 1006, reason = ''): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.#emit('close', { code, reason });
  }

  #emit(type: string, event: object): void {
    for (const listener of [...(this.#listeners.get(type) ?? [])]) listener(event as never);
  }
}

export interface FakeSetup {
  readonly exchange?: Exchange;
  readonly behaviour?: Behaviour;
  readonly login?: Behaviour;
  readonly gateway?: Partial<GatewayOptions>;
  readonly socket?: SocketOptions;
  /** Whether connections open by themselves, at once. @default true */
  readonly opens?: boolean;
}

export interface FakeLine {
  readonly sockets: FakeSocket[];
  readonly gateway: Gateway;
  readonly commands: SocketCommands<FakeSocket>;
  /** Every frame that the exchange saw: the connection and the name. */
  readonly saw: string[];
  readonly current: () => FakeSocket;
}

/** Call it in a `describe`: the clock is the test's, and what was opened is closed after each. */
export function useFakeLine(): (setup?: FakeSetup) => FakeLine {
  const opened: FakeLine[] = [];
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_700_000_000_000 });
  });
  afterEach(async () => {
    for (const { commands, gateway } of opened.splice(0)) {
      commands.close();
      await Promise.all([gateway.close(), vi.runAllTimersAsync()]);
    }
    vi.useRealTimers();
  });
  return (setup = {}) => {
    const line = fakeLine(setup);
    opened.push(line);
    return line;
  };
}

function fakeLine(setup: FakeSetup): FakeLine {
  const { exchange = oxFun, behaviour = () => {}, login = logInWell, opens = true } = setup;
  const saw: string[] = [];
  const sockets: FakeSocket[] = [];
  const hear: Behaviour = (frame, socket) => {
    const name = String(frame['op'] ?? frame['method']);
    saw.push(`${socket.number} ${name}`);
    queueMicrotask(() => (/^login$/i.test(name) ? login : behaviour)(frame, socket));
  };
  const gateway = createGateway({
    exchange,
    limits: false,
    sign: ({ body }) => ({ body: JSON.stringify({ ...JSON.parse(body ?? '{}'), key: 'k' }) }),
    ...setup.gateway,
  });
  const make = (): FakeSocket => {
    const socket = new FakeSocket(sockets.length + 1, hear);
    sockets.push(socket);
    if (opens) queueMicrotask(() => socket.open());
    return socket;
  };
  const commands = interceptSocket(make, gateway, {
    timeoutMs: 1000,
    reconnect: { baseDelayMs: 100, maxDelayMs: 800, jitter: 'none' },
    ...setup.socket,
  });
  const current = (): FakeSocket => {
    const socket = sockets.at(-1);
    if (!socket) throw new Error('no socket was made');
    return socket;
  };
  return { sockets, gateway, commands, saw, current };
}

export const logInWell: Behaviour = (frame, socket) =>
  socket.receive(
    'op' in frame
      ? { event: 'login', success: true, tag: frame['tag'] }
      : { channel: 'rs.login', data: 'success' },
  );

/** OX.FUN accepts an order, or one of a batch. */
export function accepts(frame: Frame, socket: FakeSocket, data: unknown = frame['data']): void {
  socket.receive({ event: single(frame), submitted: true, tag: frame['tag'], data });
}

/** OX.FUN refuses; without `data` it says of which order. */
export function refuses(frame: Frame, socket: FakeSocket, code: string, data?: unknown): void {
  const words = { submitted: false, tag: frame['tag'], code, message: 'refused' };
  socket.receive({ event: single(frame), ...words, ...(data !== undefined && { data }) });
}

/** OX.FUN accepts every channel of a command. */
export const subscribes: Behaviour = (frame, socket) => {
  for (const channel of listOf(frame['args']))
    socket.receive({ event: frame['op'], success: true, tag: frame['tag'], channel });
};

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function single(frame: Frame): string {
  return String(frame['op']).replace(/orders$/, 'order');
}

export function orderOf(id: number | string): object {
  return {
    clientOrderId: id,
    marketCode: 'BTC-USD',
    side: 'BUY',
    orderType: 'LIMIT',
    quantity: '1',
    price: '10',
  };
}

export const place = (id: number | string): object => ({ op: 'placeorder', data: orderOf(id) });
export const placeAll = (...ids: readonly (number | string)[]): object => ({
  op: 'placeorders',
  dataArray: ids.map(orderOf),
});

/** How a call ended, in a few words. */
export async function ended(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'done',
    (error: unknown) =>
      isExchangeError(error) ? [error.outcome, error.code ?? error.reason].join(' ') : String(error),
  );
}

/** Lets what was begun go as far as it can without time passing. */
export async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

export async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}
