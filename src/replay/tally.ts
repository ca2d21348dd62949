// Counts what the gateway of one exchange decided, and what stands in the record itself: codes of no table, orders sent
// twice, requests beyond a documented limit.
import {
  type AttemptTrace,
  type Exchange,
  type Failure,
  Limits,
  type Reason,
  redactPath,
} from '../internal.ts';
import type { RecordedRequest } from './recorded-request.ts';
import { type Decided, ExchangeReport, type Tell } from './report.ts';
import { duration, increase, printable } from './wording.ts';

/** An exchange gone mad must not fill the memory. */
const mostCodes = 1000;
/** Orders that are remembered at most. */
const mostOrders = 20_000;

/** A refusal of a repeat that an earlier copy explains is looked up before any policy is asked. */
const decidedAs: Readonly<Partial<Record<AttemptTrace['decision'], keyof Decided>>> = {
  retry: 'retried',
  'refresh-clock': 'clockRefreshed',
  return: 'lookedUp',
  reconcile: 'lookedUp',
};
/** Reasons of a call that was given up. */
const exhausted: Readonly<Partial<Record<Reason, string>>> = {
  budget: 'the retry budget of all calls is spent',
  attempts: 'every attempt was used',
  deadline: 'the wait would not fit the deadline',
};
/** What follows where an order may stand. */
const doubts: Readonly<Partial<Record<keyof Decided, string>>> = {
  lookedUp: 'it would have been looked up',
  outcomeUnknown: 'it would not have been sent again',
};

/** Sees every line of one exchange once, when its call has come to it, and every decision. */
export class Tally {
  readonly report: ExchangeReport;
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #tell: Tell;
  /** Whether another copy is answered with the order that is there, and so is its look-up. */
  readonly #repeatAsks: boolean;
  /** Orders of unknown outcome, since when, and by which call; the oldest first. */
  readonly #doubtful = new Map<string, { readonly since: number; readonly call: string | undefined }>();
  /** The limits that the last request that counts on them was beyond, by key, and whether that was told. */
  readonly #over = new Map<string, boolean>();

  constructor(exchange: Exchange, now: () => number, tell: Tell) {
    this.report = new ExchangeReport(exchange.id);
    this.#limits = new Limits(exchange.limits, now);
    this.#now = now;
    this.#tell = tell;
    this.#repeatAsks = exchange.clientOrderId?.deduplicated === 'returned';
  }

  /** Counts a line that an attempt was answered with, or that its call went without. */
  see(request: RecordedRequest): void {
    const { classification } = request;
    const { report } = this;
    request.isTaken = true;
    report.requests += 1;
    this.#seeCopy(request);
    this.#seeLookUp(request);
    report[classification.ok ? 'good' : 'failed'] += 1;
    if (classification.ok) return;
    increase(report.categories, classification.category);
    this.#seeUnlisted(request, classification);
  }

  /** Books a request on the documented limits, at the record's own times. */
  seeLimits({ route, sentAt, elapsedMs }: RecordedRequest): void {
    for (const { window, need, weight } of this.#limits.chargesOf(route, undefined)) {
      if (window.admits(need, sentAt)) this.#over.delete(window.key);
      else if (!this.#over.has(window.key)) this.#over.set(window.key, false);
      window.take(weight);
      window.release(weight, sentAt + elapsedMs);
    }
  }

  /** Counts a request that has to wait: for room in the documented limits that it is beyond, else after a refusal. */
  seeWait(request: RecordedRequest): void {
    const { report } = this;
    const charges = this.#limits.chargesOf(request.route, undefined);
    const over = charges.map(({ window }) => window).filter(({ key }) => this.#over.has(key));
    report[over.length > 0 ? 'overLimit' : 'heldBack'] += 1;
    for (const { key, capacity, windowMs } of over) {
      increase(report.overLimits, key);
      if (this.#over.get(key)) continue;
      this.#over.set(key, true);
      const limit = `"${printable(key, 60)}" (${capacity} in ${duration(windowMs)})`;
      this.#tell('over-limit', `over the documented limit ${limit}, at ${callOf(request)}`, request.line);
    }
  }

  /** Counts a line that the gateway would not have sent. @param reason why its call failed, where it did */
  countUnsent(line: RecordedRequest, reason?: Reason): void {
    this.see(line);
    const { classification } = line;
    if (reason === 'breaker') this.report.keptHome += 1;
    if (classification.ok) return;
    const isLost = reason === 'deadline' && classification.category !== 'rate-limit';
    if (reason === 'breaker') this.report.decided.turnedAway += 1;
    else if (reason === 'outcome-unknown' || isLost) this.countDecision(line, 'fail', reason);
    else this.report.decided.spared += 1;
  }

  /** Counts what was decided after a line. @param reason why its call failed in the end, where it did */
  countDecision(line: RecordedRequest, decision: AttemptTrace['decision'], reason: Reason = 'failed'): void {
    const { classification, clientOrderId } = line;
    if (classification.ok) return;
    const failedAs = exhausted[reason] === undefined ? 'failedAtOnce' : 'exhausted';
    const what = decidedAs[decision] ?? (reason === 'outcome-unknown' ? 'outcomeUnknown' : failedAs);
    this.report.decided[what] += 1;
    if (what === 'exhausted')
      this.#tell('exhausted', `${callOf(line)} fails: ${exhausted[reason]}`, line.line);
    const then = doubts[what];
    if (then === undefined) return;
    this.#remember(orderOf(line), line.call);
    const id = clientOrderId === undefined ? '' : `, client order id ${clientOrderId},`;
    const text = `${callOf(line)}${id} may have been executed (${causeOf(classification)}): ${then}`;
    this.#tell('unknown-outcome', text, line.line);
  }

  #remember(order: string | undefined, call: string | undefined): void {
    if (order === undefined || this.#repeatAsks) return;
    this.#doubtful.delete(order);
    this.#doubtful.set(order, { since: this.#now(), call });
    const [oldest] = this.#doubtful.keys();
    if (this.#doubtful.size > mostOrders && oldest !== undefined) this.#doubtful.delete(oldest);
  }

  /** The record itself sends an order again of which it is not known what became. */
  #seeCopy(request: RecordedRequest): void {
    const order = orderOf(request);
    const doubt = order === undefined ? undefined : this.#doubtful.get(order);
    if (order === undefined || doubt === undefined) return;
    this.#doubtful.delete(order);
    this.report.sentAgainUnknown += 1;
    const after = `again after ${duration(Math.max(0, request.sentAt - doubt.since))}`;
    const text = `the record sends order ${request.clientOrderId} ${after}, while nobody knew what became of the first`;
    this.#tell('sent-again', text, request.line);
  }

  /** The record itself asked what became of an order, and was told. */
  #seeLookUp({ lookUpFor, classification }: RecordedRequest): void {
    if (lookUpFor === undefined) return;
    if (!classification.ok && classification.category !== 'order-not-found') return;
    for (const [order, { call }] of this.#doubtful) if (call === lookUpFor) this.#doubtful.delete(order);
  }

  /** A code that no table lists, told once with the exchange's words. */
  #seeUnlisted(request: RecordedRequest, { code, entry }: Failure): void {
    if (code === undefined || entry) return;
    const { unlisted } = this.report;
    const name = printable(code, 40);
    const known = unlisted.find((row) => row.code === name);
    if (known) known.times += 1;
    if (known || unlisted.length >= mostCodes) return;
    const text = request.unlistedText;
    unlisted.push({ code: name, times: 1, ...(text !== undefined && { text }) });
    const said = text === undefined ? '' : `, "${text}"`;
    this.#tell('unlisted', `no table lists code ${name}${said}, at ${callOf(request)}`, request.line);
  }
}

/** How a request is called in a moment. */
export function callOf({ method, path }: RecordedRequest): string {
  return `${method} ${redactPath(path)}`;
}

/** Why it failed, in a moment. */
export function causeOf({ code, category }: Failure): string {
  return code === undefined ? category : `code ${printable(code, 40)}, ${category}`;
}

/** What makes two orders one and the same; undefined where nothing does. */
function orderOf({ clientOrderId, path, route }: RecordedRequest): string | undefined {
  return route.kind === 'order' && clientOrderId !== undefined ? `${path} ${clientOrderId}` : undefined;
}
