// Simulates an exchange for tests.
import type { Exchange } from '../internal.ts';
import { ExchangeCore } from './exchange-core.ts';
import { asFault, type FailNextOptions, type Fault, type FaultKind, type FaultMatch } from './faults.ts';
import { type LocalServer, serve } from './local-server.ts';
import type { LogEntry } from './log-entry.ts';
import { type MswHttp, mswHandlers } from './msw-handlers.ts';
import type { OrderTally } from './order-tally.ts';
import type { SimOrder } from './reply.ts';
import { checkArgument, checkCode, refuse, resolveOptions } from './resolve-options.ts';
import { methodKinds } from './shapes.ts';
import type { SimAnswer, SimRequest } from './sim-request.ts';
import type { ResolvedOptions, SimulateOptions } from './simulate-options.ts';
import { type SimulatedAdapter, simulatedAdapter } from './simulated-adapter.ts';
import type { SimulatedExchange } from './simulated-exchange.ts';
import { simulatedFetch } from './simulated-fetch.ts';
import { SocketSimulator } from './socket/socket-simulator.ts';
import type { AttachOptions, SimulatedSockets, SocketServer } from './socket/types.ts';

const notForTime: FaultMatch = ({ action }) => action !== 'time';

/**
 * Plays an exchange for tests: it speaks the exchange's dialect, enforces limits, checks timestamps and signatures,
 * executes orders exactly as often as it is told, fails on demand or by chance, and keeps a log of what it saw.
 *
 * @example
 * const sim = simulateExchange(mexcContract, { funds: 1000 });
 * const url = await sim.listen();
 * sim.failNext('answer-lost');
 * // ... let the bot place an order at `url`
 * expect(sim.executions('my-order-1')).toBe(1);
 * await sim.close();
 *
 * @throws {TypeError} that names the option, the value it got and what it takes.
 */
export function simulateExchange(exchange: Exchange, options: SimulateOptions = {}): SimulatedExchange {
  return new Simulator(exchange, resolveOptions(exchange, options));
}

/** The core with its adapters. */
class Simulator implements SimulatedExchange {
  readonly #core: ExchangeCore;
  readonly #exchange: Exchange;
  readonly #now: () => number;
  #listening: Promise<LocalServer> | undefined;
  #listener: LocalServer | undefined;
  readonly fetch: typeof fetch = simulatedFetch((request) => this.handle(request));
  readonly adapter: SimulatedAdapter = simulatedAdapter((request) => this.handle(request));

  constructor(exchange: Exchange, options: ResolvedOptions) {
    this.#core = new ExchangeCore(exchange, options);
    this.#exchange = exchange;
    this.#now = options.now;
  }

  get url(): string | undefined {
    return this.#listener?.url;
  }

  get log(): readonly LogEntry[] {
    return this.#core.log;
  }

  get orders(): readonly OrderTally[] {
    return this.#core.book.tallies();
  }

  get funds(): number {
    return this.#core.book.funds;
  }

  get timeRequests(): readonly LogEntry[] {
    return this.log.filter(({ action }) => action === 'time');
  }

  get violations(): readonly LogEntry[] {
    return this.log.filter(({ violations }) => violations.length > 0);
  }

  handle(request: SimRequest): SimAnswer {
    checkRequest(request);
    return this.#core.handle(request);
  }

  async listen(options: { readonly port?: number } = {}): Promise<string> {
    checkArgument(methodKinds.listen, 'listen', options);
    const { port = 0 } = options;
    // Two that begin at once share one server.
    this.#listening ??= serve((request) => this.handle(request), port);
    const listening = this.#listening;
    try {
      this.#listener = await listening;
      return this.#listener.url;
    } catch (error) {
      if (this.#listening === listening) this.#listening = undefined;
      throw error;
    }
  }

  async close(): Promise<void> {
    const ending = this.#listening;
    this.#listening = undefined;
    // One that failed to listen has nothing to end; its caller has the error.
    const listener = await ending?.catch(() => undefined);
    this.#listener = undefined;
    await listener?.close();
  }

  handlers<Handler>(baseUrl: string | URL, msw: { readonly http: MswHttp<Handler> }): Handler[] {
    if (!URL.canParse(baseUrl)) refuse('baseUrl', baseUrl, 'a URL such as https://api.example.com');
    checkArgument(methodKinds.handlers, 'handlers', msw);
    return mswHandlers((request) => this.handle(request), msw.http, baseUrl);
  }

  failNext(fault: FaultKind | Fault, options: FailNextOptions = {}): void {
    checkArgument(methodKinds.fault, 'fault', fault);
    checkArgument(methodKinds.failNext, 'failNext', options);
    checkCode(this.#exchange, fault, 'fault');
    const { times = 1, match = notForTime } = options;
    this.#core.faults.order(asFault(fault), times, match);
  }

  attach(server: SocketServer, options: AttachOptions = {}): SimulatedSockets {
    checkArgument(methodKinds.attach, 'attach', options);
    if (typeof Object(server).on !== 'function')
      refuse('server', server, 'a server of WebSockets, such as `new WebSocketServer({ port: 0 })` of `ws`');
    return new SocketSimulator(this.#core.sockets(), server, options);
  }

  fill(id: string, quantity?: number): SimOrder {
    if (quantity !== undefined && !(quantity > 0)) refuse('quantity', quantity, 'a number above 0');
    return this.#core.fill(id, quantity);
  }

  executions(clientOrderId: string): number {
    return this.#core.book.executions(clientOrderId);
  }

  serverTime(): number {
    return this.#core.serverTime(this.#now());
  }

  stepClock(byMs: number): void {
    this.#core.stepClock(byMs);
  }

  reset(): void {
    this.#core.reset();
  }
}

/** Not by a table: what others send is asked for no more than what is used. */
function checkRequest(request: unknown): void {
  const { method, path } = Object(request);
  if (typeof method !== 'string') refuse('request.method', method, "a method such as 'GET'");
  if (typeof path !== 'string') refuse('request.path', path, "a path such as '/api/v1/time'");
}
