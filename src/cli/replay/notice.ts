/** What stands in a record beside the failures themselves. */
import { type Failure, redact } from '../../internal.ts';
import { duration } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import type { Request, Standing } from './standing.ts';
import { bump } from './tally.ts';
import { callOf, orderOf } from './words.ts';

/** An exchange gone mad must not fill the memory. */
const mostCodes = 1000;

/** Books the request on the documented limits, and tells where a run of requests goes over one. */
export function noticeLimits(standing: Standing, request: Request): void {
  const { tally, over } = standing;
  let isOver = false;
  for (const { window, need, weight } of request.charges) {
    if (window.admits(need, request.sentAt)) over.delete(window.key);
    else {
      isOver = true;
      bump(tally.overLimits, window.key);
      if (!over.has(window.key)) {
        const limit = `"${printable(window.key, 60)}" (${window.capacity} in ${duration(window.windowMs)})`;
        standing.tell('over-limit', `over the documented limit ${limit}, at ${callOf(request)}`);
      }
      over.add(window.key);
    }
    window.take(weight);
    window.release(weight, request.endedAt);
  }
  if (isOver) tally.overLimit += 1;
}

/** The record itself sends an order again of which nobody knew what became. */
export function noticeCopy(standing: Standing, request: Request): void {
  const order = orderOf(request);
  const since = order === undefined ? undefined : standing.takeDoubt(order);
  if (since === undefined) return;
  standing.tally.sentAgainUnknown += 1;
  const after = duration(Math.max(0, request.sentAt - since));
  standing.tell(
    'sent-again',
    `the record sends order ${request.recorded.clientOrderId} again after ${after}, while nobody knew what became of the first`,
  );
}

/** A code that no table lists, told once with the exchange's words. */
export function noticeUnlisted(standing: Standing, request: Request, failure: Failure): void {
  const { entry, message } = failure;
  if (failure.code === undefined || entry) return;
  const code = printable(failure.code, 40);
  const { unlisted } = standing.tally;
  const known = unlisted.get(code);
  if (known) known.times += 1;
  else if (unlisted.size < mostCodes) {
    const text =
      message === undefined ? undefined : printable(redact(message, request.recorded.secrets), 120);
    unlisted.set(code, { times: 1, text });
    const said = text === undefined ? '' : `, "${text}"`;
    standing.tell('unlisted', `no table lists code ${code}${said}, at ${callOf(request)}`);
  }
}
