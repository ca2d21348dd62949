// A simulated exchange: the type.
import type { FailNextOptions, Fault, FaultKind } from './faults.ts';
import type { LogEntry } from './log-entry.ts';
import type { MswHttp } from './msw-handlers.ts';
import type { OrderTally } from './order-tally.ts';
import type { SimOrder } from './reply.ts';
import type { SimAnswer, SimRequest } from './sim-request.ts';
import type { SimulatedAdapter } from './simulated-adapter.ts';
import type { AttachOptions, SimulatedSockets, SocketServer } from './socket/types.ts';

/** An exchange in a process. */
export interface SimulatedExchange {
  /** Where it listens; `undefined` while it does not. */
  readonly url: string | undefined;
  /** What it saw, in order of arrival. */
  readonly log: readonly LogEntry[];
  /** What it executed, one entry per client order id, in order of execution. */
  readonly orders: readonly OrderTally[];
  /** Quote units left. */
  readonly funds: number;
  /** Those of the log that asked for the time. */
  readonly timeRequests: readonly LogEntry[];
  /** Those of the log that went over a limit. */
  readonly violations: readonly LogEntry[];
  /**
   * A fetch that plays the exchange in this process, whatever the host: no socket, and nothing but a latency or a delay that
   * was asked for leaves the microtask queue, so that fake timers work.
   *
   * @example
   * const mexcFetch = interceptFetch(gateway, exchange.fetch);
   */
  readonly fetch: typeof fetch;
  /**
   * The same as an axios adapter.
   *
   * @example
   * const api = axios.create({ baseURL: 'https://contract.mexc.com', adapter: exchange.adapter });
   */
  readonly adapter: SimulatedAdapter;
  /** The transport-free core: what the exchange does with a request, at once and synchronously. */
  handle(request: SimRequest): SimAnswer;
  /** Starts a server on 127.0.0.1 and says its URL. `port` 0 is a free one. */
  listen(options?: {
    /** 0: a free one. @default 0 */
    readonly port?: number;
  }): Promise<string>;
  /** Ends the server and every open connection. Does nothing when it does not listen. */
  close(): Promise<void>;
  /**
   * Request handlers for msw that play the exchange at an origin.
   *
   * @example
   * import { http } from 'msw';
   * const server = setupServer(...sim.handlers('https://contract.mexc.com', { http }));
   */
  handlers<Handler>(
    baseUrl: string | URL,
    msw: {
      /** What msw exports by that name. */
      readonly http: MswHttp<Handler>;
    },
  ): Handler[];
  /**
   * Plays the exchange's WebSocket side on a server of `ws`, over the same orders, limits and clock.
   *
   * @example
   * const sockets = sim.attach(new WebSocketServer({ host: '127.0.0.1', port: 0 }));
   */
  attach(server: SocketServer, options?: AttachOptions): SimulatedSockets;
  /** Plays a fault for the next request that fits. Several wait in line. */
  failNext(fault: FaultKind | Fault, options?: FailNextOptions): void;
  /**
   * Trades an open order, by its client order id or the exchange's own; all that is left of it unless a quantity is given.
   *
   * @returns the order as it then is.
   * @throws {Error} when no such order is open.
   */
  fill(id: string, quantity?: number): SimOrder;
  /** How many orders with that client order id were executed. */
  executions(clientOrderId: string): number;
  /** The exchange's clock now, in milliseconds since 1970. */
  serverTime(): number;
  /** Moves the exchange's clock on from now, by that many milliseconds. */
  stepClock(byMs: number): void;
  /** As new: empty log, no orders, all funds, no faults in line, chance from its seed. Goes on listening. */
  reset(): void;
}
