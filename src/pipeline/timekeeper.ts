import { readServerTime } from '../answers/server-time.ts';
import type { ClockSample } from '../policies/clock.ts';
import type { Job } from './job.ts';
import { nowAt, type Parts } from './parts.ts';

/** A time request that takes longer tells nothing. */
const patienceMs = 5000;
/** Ahead of everything: calls wait for it. */
const priority = 3;

/** Reads the exchange's clock, once for all calls that need it meanwhile. A failure keeps the last good reading. */
export function refreshClock(parts: Parts, job: Job): Promise<boolean> {
  return parts.clock.refresh(() => readTime(parts, job));
}

/** One reading: unsigned, at the origin of the call that needs it, within the limits. Undefined where no time came. */
async function readTime({ exchange, throttle, routeOf }: Parts, job: Job): Promise<ClockSample | undefined> {
  const { call } = job;
  const known = call.time?.();
  if (known) return known;
  const route = exchange.time.routes.find(({ when }) => when === undefined || call.path.startsWith(when));
  if (!route) return undefined;
  const ticket = throttle.chargesOf(routeOf('GET', route.path), undefined);
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), patienceMs);
  const place = throttle.pass(ticket) ? undefined : throttle.queue(ticket, priority);
  try {
    if (place && !(await Promise.race([place.ticket, aborted(controller.signal)]))) {
      place.leave();
      return undefined;
    }
    const sentAt = nowAt();
    const admittedAt = place?.admittedAt() ?? sentAt;
    const answer = await call
      .own(
        { method: 'GET', url: new URL(route.path, job.request().url).href, headers: {}, body: undefined },
        controller.signal,
      )
      .finally(() => throttle.answered(ticket));
    const time = readServerTime(exchange, { headers: answer.headers, body: answer.body });
    // It may have been the probe of a pause that is too long to be believed.
    throttle.ended(ticket, admittedAt, time !== undefined);
    return time && { ...time, sentAt, answeredAt: nowAt() };
  } catch {
    // A clock that cannot be read is reported by the refresh; the last good reading stays.
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
