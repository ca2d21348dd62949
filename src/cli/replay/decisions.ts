// Books what the gateway decided about each line of a call: every failed one counts once.
import type { AttemptTrace, Reason } from '../../internal.ts';
import type { Decided, Moment, ReplayCounts } from './counts.ts';
import { callOf, causeOf, type Detectors } from './detectors.ts';
import type { ReplayedRequest } from './record.ts';
import type { RecordedCall } from './recorded-call.ts';

/** Where decisions are written down. */
export interface Books {
  readonly counts: ReplayCounts;
  readonly detectors: Detectors;
  readonly tell: (kind: Moment['kind'], text: string, line: number) => void;
}

const exhausted: Readonly<Partial<Record<Reason, string>>> = {
  budget: 'the retry budget of all calls is spent',
  attempts: 'every attempt was used',
  deadline: 'the wait would not fit the deadline',
};

/** The lines that the call's attempts were answered with. */
export function bookAttempts(replay: Books, call: RecordedCall, reason: Reason | undefined): void {
  call.taken.forEach((line, at) => {
    if (line.classification.ok) return;
    book(replay, line, call.trace[at]?.decision ?? 'fail', reason);
  });
}

/** A line that the gateway would not have sent. */
export function bookUnsent(replay: Books, line: ReplayedRequest, reason: Reason | undefined): void {
  replay.detectors.see(line);
  const { counts } = replay;
  if (reason === 'breaker') counts.keptHome += 1;
  if (line.classification.ok) return;
  const isRefused = line.classification.category === 'rate-limit';
  if (reason === 'breaker') counts.decided.turnedAway += 1;
  else if (reason === 'outcome-unknown' || (reason === 'deadline' && !isRefused))
    book(replay, line, 'fail', reason);
  else counts.decided.spared += 1;
}

function book(
  replay: Books,
  line: ReplayedRequest,
  decision: AttemptTrace['decision'],
  reason: Reason | undefined,
): void {
  switch (decision) {
    case 'retry':
      count(replay, 'retried');
      return;
    case 'refresh-clock':
      count(replay, 'clockRefreshed');
      return;
    // A refusal of a repeat that an earlier copy explains is looked up before any policy is asked.
    case 'return':
    case 'reconcile':
      count(replay, 'lookedUp');
      doubt(replay, line, 'it would have been looked up');
      return;
    case 'fail':
      fail(replay, line, reason);
  }
}

function fail(replay: Books, line: ReplayedRequest, reason: Reason = 'failed'): void {
  const why = exhausted[reason];
  if (reason === 'outcome-unknown') {
    count(replay, 'outcomeUnknown');
    doubt(replay, line, 'it would not have been sent again');
  } else if (why === undefined) count(replay, 'failedAtOnce');
  else {
    count(replay, 'exhausted');
    replay.tell('exhausted', `${callOf(line)} fails: ${why}`, line.line);
  }
}

function count({ counts }: Books, what: keyof Decided): void {
  counts.decided[what] += 1;
}

function doubt({ detectors, tell }: Books, line: ReplayedRequest, then: string): void {
  if (line.classification.ok) return;
  detectors.doubt(line);
  const id = line.clientOrderId === undefined ? '' : `, client order id ${line.clientOrderId},`;
  const why = causeOf(line.classification);
  tell('unknown-outcome', `${callOf(line)}${id} may have been executed (${why}): ${then}`, line.line);
}
