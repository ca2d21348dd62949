import { type Classification, type Exchange, type Failure, needsKey, passesBreaker } from '../../internal.ts';
import { decideAndBook } from './carry-out.ts';
import { noticeCopy, noticeLimits, noticeUnlisted } from './notice.ts';
import type { Recorded } from './record.ts';
import { type Request, Standing } from './standing.ts';
import { bump, type Moment } from './tally.ts';
import { judge } from './verdict.ts';

/** Goes through a record and asks the policies at each request. Its only clock is the record's: same record, same answer. */
export class Replay {
  readonly standings: Map<string, Standing> = new Map<string, Standing>();
  readonly #canReconcile: boolean;
  readonly #onMoment: (moment: Moment) => void;
  #now = 0;
  #line = 0;
  /** The attempt on the line before, which an `observed` event may tell of again. */
  #lastCall: string | undefined;

  constructor(canReconcile: boolean, onMoment: (moment: Moment) => void) {
    this.#canReconcile = canReconcile;
    this.#onMoment = onMoment;
  }

  /** One request, at the record's time, which never goes back. @returns false if the line before told of it already */
  take(recorded: Recorded, now: number, line: number): boolean {
    if (this.#isToldAgain(recorded)) return false;
    this.#now = now;
    this.#line = line;
    const standing = this.#standingOf(recorded.exchange);
    const route = standing.routeOf(recorded.method, recorded.path);
    const charges = standing.limits.chargesOf(route, undefined);
    const request: Request = { recorded, route, sentAt: now - recorded.elapsedMs, endedAt: now, charges };
    standing.tally.requests += 1;
    const isKept = keptHome(standing, request);
    const isHeld = standing.isPaused(request);
    if (isHeld) standing.tally.heldBack += 1;
    noticeLimits(standing, request);
    noticeCopy(standing, request);
    const verdict = judge(recorded, route);
    if (!isKept) report(standing, request, verdict);
    if (verdict.ok) succeeded(standing);
    else this.#failed(standing, request, verdict, { isHeld, isKept });
    return true;
  }

  #isToldAgain({ exchange, call, isObserved }: Recorded): boolean {
    const key = call === undefined ? undefined : `${exchange.id} ${call}`;
    if (isObserved && key !== undefined && key === this.#lastCall) return true;
    this.#lastCall = isObserved ? undefined : key;
    return false;
  }

  #standingOf(exchange: Exchange): Standing {
    const known = this.standings.get(exchange.id);
    if (known) return known;
    const tell = (kind: Moment['kind'], text: string): void =>
      this.#onMoment({ at: this.#now, line: this.#line, exchange: exchange.id, kind, text });
    const standing = new Standing(exchange, () => this.#now, tell);
    this.standings.set(exchange.id, standing);
    return standing;
  }

  #failed(
    standing: Standing,
    request: Request,
    verdict: Failure,
    { isHeld, isKept }: { readonly isHeld: boolean; readonly isKept: boolean },
  ): void {
    const { tally } = standing;
    tally.failed += 1;
    bump(tally.categories, verdict.category);
    noticeUnlisted(standing, request, verdict);
    if (isKept) tally.decided.turnedAway += 1;
    else if (isHeld && verdict.category === 'rate-limit') tally.decided.spared += 1;
    else decideAndBook(standing, request, verdict, this.#canReconcile);
  }
}

/** While the breaker is open, what could change the account stays at home. */
function keptHome({ breaker, tally }: Standing, { route, sentAt }: Request): boolean {
  if (passesBreaker(route) || !breaker.refuses(sentAt)) return false;
  tally.keptHome += 1;
  return true;
}

function report({ breaker }: Standing, { route, endedAt }: Request, verdict: Classification): void {
  const { category, code }: Partial<Failure> = verdict.ok ? {} : verdict;
  breaker.report({ category, code, signed: needsKey(route) }, endedAt);
}

function succeeded({ tally, budget }: Standing): void {
  tally.good += 1;
  budget.succeeded();
}
