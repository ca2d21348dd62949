import { readServerTime } from '../answers/server-time.ts';
import type { Permit } from '../throttle/permit.ts';
import type { Charge } from '../throttle/rate-window.ts';
import type { ClockSample } from '../time/clock-sample.ts';
import type { CallState } from './call-state.ts';
import { type GatewayContext, nowAt } from './context.ts';

/** A time request that takes longer tells nothing. */
const patienceMs = 5000;
/** Ahead of everything: calls wait for it. */
const priority = 3;

/** Reads the exchange's clock, once for all calls that need it meanwhile. A failure keeps the last good reading. */
export function syncClock(context: GatewayContext, call: CallState): Promise<boolean> {
  return context.clock.refresh(() => readTime(context, call));
}

/**
 * One reading: unsigned, at the origin of the call that needs it, within the limits. Undefined where no time came. It has
 * a timer of its own, since all calls share it: a client that never ends it must not stop the clock for good.
 */
async function readTime(context: GatewayContext, call: CallState): Promise<ClockSample | undefined> {
  if (context.closed) return undefined;
  const controller = new AbortController();
  const end = (): void => controller.abort();
  const timer = setTimeout(end, patienceMs);
  context.closers.add(end);
  try {
    return call.transport.time?.() ?? (await ask(context, call, controller.signal));
  } catch {
    // A clock that cannot be read is reported by the refresh; the last good reading stays.
    return undefined;
  } finally {
    context.closers.delete(end);
    clearTimeout(timer);
  }
}

async function ask(
  context: GatewayContext,
  call: CallState,
  signal: AbortSignal,
): Promise<ClockSample | undefined> {
  const { exchange, throttle, routeOf } = context;
  const route = exchange.time.routes.find(
    ({ when }) => when === undefined || call.transport.path.startsWith(when),
  );
  if (!route) return undefined;
  const ended = aborted(signal);
  const charges = throttle.chargesOf(routeOf('GET', route.path), undefined);
  const permit = await admitted(context, charges, ended);
  if (!permit) return undefined;
  const url = new URL(route.path, call.request().url).href;
  const sentAt = nowAt();
  try {
    const answering = call.transport.own({ method: 'GET', url, headers: {}, body: undefined }, signal);
    const answer = await Promise.race([answering, ended]);
    if (!answer) return undefined;
    const time = readServerTime(exchange, { headers: answer.headers, body: answer.body }, Date.now());
    // It may have been the probe of a pause that is too long to be believed.
    permit.answered(time !== undefined);
    return time && { ...time, sentAt, answeredAt: nowAt() };
  } finally {
    permit.release('sent');
  }
}

/** @returns undefined: not in time */
async function admitted(
  { throttle }: GatewayContext,
  charges: readonly Charge[],
  ended: Promise<undefined>,
): Promise<Permit | undefined> {
  const passed = throttle.tryAcquire(charges);
  if (passed) return passed;
  const place = throttle.acquire(charges, priority);
  const admission = await Promise.race([place.permit, ended]);
  if (admission && !('opensAt' in admission)) return admission;
  place.leave();
  return undefined;
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
