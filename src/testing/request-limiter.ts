// Enforces limits, and bans clients that go on ignoring them.
import {
  type Exchange,
  lazyParams,
  type RequestParams,
  type RouteInfo,
  type RouteReader,
  readSentOrder,
  routeReader,
  type SentOrder,
} from '../internal.ts';
import { limitCode } from './definition/codes.ts';
import type { Call, Usage } from './dialect.ts';
import { type DraftAnswer, htmlPage } from './distort.ts';
import { refusalByCode } from './execute.ts';
import type { DialectContext } from './execution-context.ts';
import { type Admission, LimitCounters } from './limit-counters.ts';
import type { ResolvedOptions } from './simulate-options.ts';

/** What the exchange's counters say of a request. */
export interface LimitCheck {
  readonly violations: readonly string[];
  readonly usage: readonly Usage[];
  /** Its answer leaves then. */
  readonly answered?: (at: number) => void;
  /** The answer, if the request got no further. */
  readonly refused?: DraftAnswer;
}

/** What the counters say of a command over WebSocket. */
export type CommandAdmission = Omit<Admission, 'answered'>;

/** Limits, and the ban of those who go on ignoring them. */
export class RequestLimiter {
  readonly #options: ResolvedOptions;
  readonly #dialectContext: DialectContext;
  readonly #limits: LimitCounters;
  readonly #readRoute: RouteReader;
  #strikes = 0;
  #bannedUntil = Number.NEGATIVE_INFINITY;

  constructor(exchange: Exchange, options: ResolvedOptions) {
    this.#options = options;
    this.#dialectContext = { dialect: options.dialect, exchange };
    this.#limits = new LimitCounters(options.limits, options.window);
    this.#readRoute = routeReader(exchange);
  }

  reset(): void {
    this.#limits.reset();
    this.#strikes = 0;
    this.#bannedUntil = Number.NEGATIVE_INFINITY;
  }

  /** Counts a request that arrives; `at` is on the simulator's `now`, which no step of the exchange's clock moves. */
  pass(call: Call, at: number): LimitCheck {
    const { ban, dialect } = this.#options;
    if (at < this.#bannedUntil) {
      const refused = { ...this.#banned(call), ...this.#wait(this.#bannedUntil - at) };
      return { violations: ['ban'], usage: [], refused };
    }
    const account = dialect.apiKey(call) ?? '';
    const params = lazyParams(() => readSentOrder(call, this.#dialectContext.exchange.paramsIn));
    const admission = this.#limits.admit(this.#info(call, params), account, at, params);
    const { violations, usage, waitMs, answered } = admission;
    if (violations.length === 0) return { violations, usage, answered };
    this.#strikes += 1;
    if (ban && this.#strikes >= ban.after) {
      this.#strikes = 0;
      this.#bannedUntil = at + ban.forMs;
    }
    const refused = { ...this.#throttled(call, violations), ...this.#wait(waitMs) };
    return { violations, usage, refused };
  }

  /** Counts a command over WebSocket. */
  admit(info: RouteInfo, account: string, at: number, sent: SentOrder, latencyMs: number): CommandAdmission {
    const params = lazyParams(() => sent);
    const { answered, ...admission } = this.#limits.admit(info, account, at, params);
    answered(at + latencyMs);
    return admission;
  }

  /** The kind is the dialect's, but for amends, which profiles count as they please; the name is the profile's. */
  #info({ method, path, kind, signed, route }: Call, params: RequestParams): RouteInfo {
    const info = this.#readRoute(method, path, params);
    return { ...info, kind: route?.action === 'amend' ? info.kind : kind, signed };
  }

  #wait(retryAfterMs: number): Pick<DraftAnswer, 'retryAfterMs'> {
    return this.#options.retryAfter ? { retryAfterMs } : {};
  }

  /** By the code of the limit's own row, where there is one. */
  #throttled(call: Call, violations: readonly string[]): DraftAnswer {
    const { dialect, exchange } = this.#dialectContext;
    const code = limitCode(exchange, violations);
    const { throttle } = dialect.words;
    const { status } = throttle;
    const words =
      code === undefined || code === throttle.code
        ? throttle
        : { code, ...(status === undefined ? {} : { status }) };
    return refusalByCode(words, call, this.#dialectContext, 'throttle');
  }

  /** `{until}` in its text stands for the end, in milliseconds since 1970. */
  #banned(call: Call): DraftAnswer {
    const { status, code, text } = this.#options.dialect.ban;
    if (code === undefined) return { ...htmlPage(status, 'Forbidden'), executed: false };
    const until = String(this.#bannedUntil);
    const words = { code, ...(text !== undefined && { text: text.replace('{until}', until) }) };
    return { ...refusalByCode(words, call, this.#dialectContext), status };
  }
}
