// The simulated exchange itself: requests in, answers out.
import type { Exchange, RouteInfo, SentOrder } from '../internal.ts';
import { checkSignature, checkSigned, isReadable, type Nonces } from './check-signed.ts';
import { DeferredEffects } from './deferred-effects.ts';
import type { Call } from './dialect.ts';
import { type DraftAnswer, distort, effectOf } from './distort.ts';
import { execute, firstId, type NamedOrders, namedOrders, refusal, refusalByCode } from './execute.ts';
import type { DialectContext, ExecutionContext } from './execution-context.ts';
import { FaultPlan } from './fault-plan.ts';
import { type Fault, faultTarget, refusedItems } from './faults.ts';
import { type CommandFacts, type LogEntry, logEntry, socketEntry } from './log-entry.ts';
import { OrderBook } from './order-book.ts';
import type { SimOrder } from './reply.ts';
import { type CommandAdmission, type LimitCheck, RequestLimiter } from './request-limiter.ts';
import type { SimAnswer, SimRequest } from './sim-request.ts';
import type { ResolvedOptions } from './simulate-options.ts';
import { phrasesOf, toAnswer } from './to-answer.ts';
import { toCall } from './to-call.ts';

const unseen: LimitCheck = { violations: [], usage: [] };
const nothing: DraftAnswer = { status: 0, type: 'text', text: '', executed: false };

/** What is known of a request before it is carried out. */
interface Arrival {
  readonly subject: NamedOrders;
  readonly at: number;
  readonly signatureOk: boolean | undefined;
  /** Whether its body has the type that the exchange reads. */
  readonly isTyped: boolean;
  readonly fault: Fault | undefined;
}

/** The exchange as its WebSocket side sees it. */
export interface SocketCore extends Pick<ResolvedOptions, 'credentials' | 'tolerance' | 'latencyMs' | 'now'> {
  readonly exchange: Exchange;
  /** Nonces that were used, over either transport. */
  readonly nonces: Nonces;
  readonly serverTime: (at: number) => number;
  readonly context: (at: number) => ExecutionContext;
  /** Counts a command: the limits that it breaks, and how much of them is used. */
  readonly admit: (info: RouteInfo, account: string, at: number, sent: SentOrder) => CommandAdmission;
  readonly note: (seen: CommandFacts) => void;
  /** Carries something out when its instant has come, on the simulator's `now`. */
  readonly defer: (dueAt: number, carryOut: (at: number) => void) => void;
  /** Carries out what is due by then. */
  readonly catchUp: (at: number) => void;
}

/** The exchange itself: requests in, answers out, no transport and no timers. */
export class ExchangeCore {
  readonly faults: FaultPlan;
  readonly #book: OrderBook;
  readonly #deferred = new DeferredEffects();
  #log: LogEntry[] = [];
  readonly #exchange: Exchange;
  readonly #options: ResolvedOptions;
  readonly #gate: RequestLimiter;
  readonly #nonces: Nonces = new Map();
  #startedAt: number;
  #stepMs = 0;

  constructor(exchange: Exchange, options: ResolvedOptions) {
    const { dialect, funds, price, lookupLagMs } = options;
    this.#exchange = exchange;
    this.#options = options;
    this.#gate = new RequestLimiter(exchange, options);
    this.faults = new FaultPlan(options.faults, options.seed);
    this.#book = new OrderBook({ funds, price, lookupLagMs, firstOrderId: dialect.firstOrderId });
    this.#startedAt = options.now();
  }

  reset(): void {
    this.#log = [];
    this.#deferred.reset();
    this.faults.reset();
    this.#book.reset();
    this.#gate.reset();
    this.#nonces.clear();
    this.#startedAt = this.#options.now();
    this.#stepMs = 0;
  }

  /** What it saw, with what was due by now. */
  get log(): readonly LogEntry[] {
    this.#deferred.catchUp(this.#options.now());
    return this.#log;
  }

  /** Its orders, with those that were due by now. */
  get book(): OrderBook {
    this.#deferred.catchUp(this.#options.now());
    return this.#book;
  }

  stepClock(byMs: number): void {
    this.#stepMs += byMs;
  }

  serverTime(at: number): number {
    const { clockSkewMs, clockDriftPpm } = this.#options;
    const drift = ((at - this.#startedAt) * clockDriftPpm) / 1_000_000;
    return Math.round(at + clockSkewMs + this.#stepMs + drift);
  }

  fill(id: string, quantity: number | undefined): SimOrder {
    const at = this.#options.now();
    const instant = { at, serverAt: this.serverTime(at) };
    const byClient = this.#book.fill({ clientOrderId: id }, quantity, instant);
    const filled = byClient ?? this.#book.fill({ orderId: id }, quantity, instant);
    if (!filled) throw new Error(`simulateExchange: no order "${id}" is open.`);
    return filled;
  }

  handle(request: SimRequest): SimAnswer {
    const { dialect, credentials, now } = this.#options;
    const at = request.at ?? now();
    this.#deferred.catchUp(at);
    const call = toCall(dialect, request);
    const subject = namedOrders(call, dialect);
    const clientOrderId = firstId(subject);
    const fate = this.faults.next(faultTarget(call, clientOrderId));
    const { fault } = fate;
    const effect = effectOf(fate);
    const signatureOk = checkSignature(call, dialect, credentials, this.#exchange.hosts);
    const gate = effect.arrives ? this.#gate.pass(call, at) : unseen;
    // Who hands a request in by hand, without headers, says nothing of its type.
    const isTyped = request.headers === undefined || isReadable(call, dialect);
    const serve = (when: number): DraftAnswer =>
      this.#serve(call, { subject, at: when, signatureOk, isTyped, fault });
    const plain = gate.refused ?? (effect.executes ? serve(at) : nothing);
    const draft =
      fault && !fault.items ? distort(plain, fault, phrasesOf(call, this.#dialectContext)) : plain;
    const { violations } = gate;
    const timestamp = dialect.timestamp(call);
    const seen = { at, clientOrderId, timestamp, signatureOk, fault: fault?.kind, violations };
    this.#log.push(logEntry(call, draft, seen));
    if (fault?.executedAfterMs !== undefined && !gate.refused) {
      this.#deferred.add(at + fault.executedAfterMs, (dueAt) => {
        this.#log.push(logEntry(call, serve(dueAt), { ...seen, at: dueAt, violations: [] }));
      });
    }
    const serverAt = this.serverTime(at);
    const sent = { serverAt, fault, usage: gate.usage, delivery: effect.delivery };
    const answer = toAnswer(draft, sent, this.#options);
    gate.answered?.(at + answer.delayMs);
    return answer;
  }

  /** What commands over WebSocket are carried out in: the same orders, limits, clock and log. */
  sockets(): SocketCore {
    const { credentials, tolerance, latencyMs, now } = this.#options;
    return {
      exchange: this.#exchange,
      credentials,
      tolerance,
      latencyMs,
      now,
      nonces: this.#nonces,
      serverTime: (at) => this.serverTime(at),
      context: (at) => this.#context(at),
      admit: (info, account, at, sent) => this.#gate.admit(info, account, at, sent, latencyMs),
      note: (seen) => this.#log.push(socketEntry(seen)),
      defer: (dueAt, carryOut) => this.#deferred.add(dueAt, carryOut),
      catchUp: (at) => this.#deferred.catchUp(at),
    };
  }

  #serve(call: Call, { subject, at, signatureOk, isTyped, fault }: Arrival): DraftAnswer {
    const { dialect, credentials, tolerance } = this.#options;
    const serverAt = this.serverTime(at);
    const check = { dialect, credentials, tolerance, serverAt, signatureOk, nonces: this.#nonces };
    const words = dialect.wordsOf?.(call);
    const own = { ...this.#context(at), ...(words && { dialect: { ...dialect, words } }) };
    const why = checkSigned(call, check);
    if (why) return refusal(why, call, own);
    if (call.route && !isTyped) return refusal('content-type', call, own);
    const wrong = dialect.faultOf?.(call);
    if (wrong) return refusalByCode(wrong, call, own);
    const refused = refusedItems(fault, this.#options.dialect);
    return execute(call, subject, { ...own, refused });
  }

  #context(at: number): ExecutionContext {
    const { deduplicate, price, symbols } = this.#options;
    const serverAt = this.serverTime(at);
    return { ...this.#dialectContext, book: this.#book, deduplicate, price, symbols, at, serverAt };
  }

  get #dialectContext(): DialectContext {
    return { dialect: this.#options.dialect, exchange: this.#exchange };
  }
}
