import {
  type BoundedDecision,
  decide,
  type Failure,
  type PolicyContext,
  policyFinder,
  readRateRefusal,
} from '../../internal.ts';
import { duration } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import type { Request, Standing } from './standing.ts';
import { headersOf, phaseOf, statusOf } from './verdict.ts';
import { callOf, causeOf, orderOf } from './words.ts';

/** Of a gateway that says nothing of them. */
const maxAttempts = 5;
const deadlineMs = 60_000;
const policyOf = policyFinder();

/** Asks the policies about a failed request, and books what they decide. */
export function decideAndBook(
  standing: Standing,
  request: Request,
  verdict: Failure,
  canReconcile: boolean,
): void {
  const { recorded, route } = request;
  const { inRow, startedAt } = standing.failedWith(verdict.category, request);
  const context: PolicyContext = {
    maxAttempts,
    remainingMs: startedAt + deadlineMs - request.endedAt,
    exchange: recorded.exchange.id,
    category: verdict.category,
    code: verdict.code,
    outcome: verdict.outcome,
    status: statusOf(recorded),
    phase: phaseOf(recorded),
    attempt: recorded.attempt,
    inRow,
    replaySafe: recorded.replaySafe || route.kind === 'read' || verdict.outcome === 'rejected',
    retryAfterMs: verdict.retryAfterMs,
    // The middle of every jitter: the same record gives the same answer.
    random: () => 0.5,
  };
  const policy = policyOf(verdict.category, verdict.code);
  const { maxPauseMs } = standing;
  book(standing, request, verdict, decide(policy, context, { replayable: true, canReconcile, maxPauseMs }));
}

function book(standing: Standing, request: Request, verdict: Failure, decision: BoundedDecision): void {
  const { decided } = standing.tally;
  const pauseMs = pauseOf(decision);
  if (pauseMs !== undefined) pause(standing, request, verdict, pauseMs);
  switch (decision.action) {
    case 'retry':
      if (standing.budget.spend(verdict.category)) decided.retried += 1;
      else exhaust(standing, request, 'the retry budget of all calls is spent');
      return;
    case 'refresh-clock':
      decided.clockRefreshed += 1;
      return;
    case 'reconcile':
      decided.lookedUp += 1;
      doubt(standing, request, verdict, 'it would have been looked up');
      return;
    case 'fail':
      fail(standing, request, verdict, decision.reason);
      return;
  }
}

/** How long others wait too, whether this call goes again or not. */
function pauseOf(decision: BoundedDecision): number | undefined {
  if (decision.action === 'retry') return decision.pause ? decision.delayMs : undefined;
  return 'pauseMs' in decision ? decision.pauseMs : undefined;
}

/** Who counts on the limits that the refusal is about waits; nobody knows which, everybody. */
function pause(standing: Standing, request: Request, verdict: Failure, pauseMs: number): void {
  const { charges, endedAt, recorded } = request;
  const refused = { status: statusOf(recorded), headers: headersOf(recorded) };
  const { limits, documentedMs = 0 } = readRateRefusal(recorded.exchange, verdict, refused, charges);
  const keys = charges.filter(({ window }) => limits.includes(window.limit)).map(({ window }) => window.key);
  const believedMs = Math.min(pauseMs, Math.max(standing.maxPauseMs, documentedMs));
  standing.pause(endedAt, endedAt + believedMs, keys);
  const who = keys.length === 0 ? 'everything waits' : `"${printable(keys.join('", "'), 80)}" waits`;
  standing.tell('paused', `${who} ${duration(believedMs)}: ${causeOf(verdict)} at ${callOf(request)}`);
}

function fail(
  standing: Standing,
  request: Request,
  verdict: Failure,
  reason: Extract<BoundedDecision, { action: 'fail' }>['reason'],
): void {
  const { decided } = standing.tally;
  if (reason === 'outcome-unknown') {
    decided.outcomeUnknown += 1;
    doubt(standing, request, verdict, 'it would not have been sent again');
  } else if (reason === 'attempts') exhaust(standing, request, 'every attempt was used');
  else if (reason === 'deadline') exhaust(standing, request, 'the wait would not fit the deadline');
  else decided.failedAtOnce += 1;
}

function exhaust(standing: Standing, request: Request, why: string): void {
  standing.tally.decided.exhausted += 1;
  standing.tell('exhausted', `${callOf(request)} fails: ${why}`);
}

function doubt(standing: Standing, request: Request, verdict: Failure, then: string): void {
  const order = orderOf(request);
  if (order !== undefined) standing.doubt(order, request.endedAt);
  const { clientOrderId } = request.recorded;
  const id = clientOrderId === undefined ? '' : `, client order id ${clientOrderId},`;
  standing.tell(
    'unknown-outcome',
    `${callOf(request)}${id} may have been executed (${causeOf(verdict)}): ${then}`,
  );
}
