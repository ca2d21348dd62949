// Reads the exchange's clock, by a call of ours through the same gateway.
import { success } from '../answers/answer-context.ts';
import { readDate, readServerTime, readToldTime } from '../answers/server-time.ts';
import type { ClockSample } from '../time/clock-sample.ts';
import { nowAt } from '../time/now.ts';
import { type Answer, type TransportCall, unread } from '../transport/call.ts';
import { ownCall } from '../transport/own-call.ts';
import type { Classification } from '../types.ts';
import type { Attempt, CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import { traceDecision } from './trace.ts';
import { untilCancelled } from './waits.ts';

/** A time request that takes longer tells nothing, and all calls that need it wait for it. */
const patienceMs = 5000;
/** Ahead of everything: calls wait for it. */
const priority = 3;

const timeless: Classification = {
  ok: false,
  category: 'unknown',
  outcome: 'rejected',
  message: 'no time in the answer',
};

/**
 * Reads the exchange's clock, once for all calls that need it meanwhile. Never rejects.
 * @param call whose client asks, at its origin
 * @returns false: it could not be read, and the last good reading stays
 */
export function syncClock(context: GatewayContext, call: CallState): Promise<boolean> {
  return context.clock.refresh(() => readTime(context, call));
}

/**
 * Reads the clock, if it was not read since the last copy was signed.
 * @param offByMs it goes again only if the time that it was signed with was off by more; undefined: it always does
 * @throws {CancelledError} where the call is cancelled meanwhile.
 * @returns whether it goes again, signed anew
 */
export async function signsBetter(
  context: GatewayContext,
  call: CallState,
  offByMs: number | undefined,
): Promise<boolean> {
  const { clock } = context;
  const { clockVersion = 0, signedAt = 0, stampMs = 0 } = call.lastSent ?? {};
  if (offByMs !== undefined && clockVersion > 0 && clockVersion === clock.version) return false;
  // What was signed before the last reading only has to be signed again.
  const isRead = clock.version !== clockVersion || (await untilCancelled(call, syncClock(context, call)));
  traceDecision(call, { clock: isRead ? 'refreshed' : 'failed' });
  return offByMs === undefined || (isRead && Math.abs(clock.at(signedAt) - stampMs) > offByMs);
}

/** One reading: unsigned, within the limits. Undefined where no time came. */
async function readTime(context: GatewayContext, call: CallState): Promise<ClockSample | undefined> {
  if (context.closed) return undefined;
  try {
    const known = call.transport.time?.();
    if (known) return known;
    let sample: ClockSample | undefined;
    const timeCall = timeCallFor(context, call, (read) => {
      sample = read;
    });
    if (timeCall) await context.run(context, timeCall);
    return sample;
  } catch {
    return undefined;
  }
}

/**
 * The call that asks for the time: sent once, and silent, since it says nothing of the account or of the user's calls.
 * @param onTime gets the time at the instant at which it came
 */
function timeCallFor(
  { exchange }: GatewayContext,
  { transport, request, route: { path } }: CallState,
  onTime: (sample: ClockSample) => void,
): TransportCall | undefined {
  const route = exchange.time.routes.find(({ when }) => when === undefined || path.startsWith(when));
  if (!route) return undefined;
  const url = new URL(route.path, request.seen.url).href;
  const own = ownCall(
    transport,
    { method: 'GET', url, headers: {}, body: undefined },
    {
      options: { priority, deadlineMs: patienceMs, signed: false, replaySafe: true },
      replayable: false,
      isSilent: true,
    },
  );
  const send: TransportCall['send'] = async (signed, flight): Promise<Answer> => {
    const sentAt = nowAt();
    const answer = await own.send(signed, flight);
    const { headers, body } = answer;
    const time = readServerTime(exchange, { headers, body }, Date.now());
    const dateMs = exchange.time.from === 'date' ? undefined : readDate(headers, Date.now());
    if (time) onTime({ ...time, dateMs, sentAt, answeredAt: nowAt() });
    return { ...answer, judged: time ? success : timeless };
  };
  return { ...own, send };
}

/**
 * What an answer tells of the exchange's clock without being asked. Only answers to signed requests count: none of them comes
 * from a cache.
 */
export function observeClock(
  { exchange, clock }: GatewayContext,
  { sentAt, signed }: Attempt,
  answer: Answer,
): void {
  if (!signed || answer.body === unread) return;
  const answeredAt = nowAt();
  const told = clock.wants('field', answeredAt) ? readToldTime(exchange, answer.body) : undefined;
  if (told) clock.observe({ ...told, sentAt, answeredAt }, 'field');
  if (told || !clock.wants('date', answeredAt)) return;
  const dateMs = readDate(answer.headers, Date.now());
  if (dateMs !== undefined)
    clock.observe({ serverMs: dateMs + 500, roughMs: 500, sentAt, answeredAt }, 'date');
}
