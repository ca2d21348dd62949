// Joins the processes that share limits, and loads what that takes only then.
import type { SharedLimiter } from '../throttle/shared-limiter.ts';
import { notAnswered } from './not-answered.ts';
import type { ResolvedRedis } from './options.ts';
import type { RedisLimiterListener } from './redis-limiter.ts';

/**
 * Shares limits with every process that has the same prefix. What that takes is loaded by the first gateway that asks for
 * it, since most bots run alone; until then no call is let through.
 */
export function joinProcesses(
  options: ResolvedRedis,
  listener: RedisLimiterListener,
  now: () => number,
): SharedLimiter {
  let limiter: SharedLimiter | undefined;
  /** Why calls wait before the first contact. */
  let trouble = notAnswered;
  let isClosed = false;
  /** Lifted by hand before the limiter was loaded: an operator's script does nothing else. */
  let isResumed = false;
  const pauses: Parameters<SharedLimiter['pauseUntil']>[] = [];
  const loaded = loadLimiter(options, listener, now)
    .then((makeLimiter) => {
      if (isClosed && !isResumed) return;
      limiter = makeLimiter();
      if (isResumed) limiter.resume();
      for (const pause of pauses) limiter.pauseUntil(...pause);
      listener.onRoom();
    })
    .catch((error: unknown) => {
      trouble = `what shares the limits through Redis could not be loaded: ${String(error)}`;
    });
  return {
    take: (charges, waiting) => limiter?.take(charges, waiting) ?? false,
    release: (charges) => limiter?.release(charges),
    refund: (charges) => limiter?.refund(charges),
    pauseUntil: (...pause) => {
      if (limiter) limiter.pauseUntil(...pause);
      else pauses.push(pause);
    },
    isStale: (admittedAt) => limiter?.isStale(admittedAt) === true,
    get trouble() {
      return limiter ? limiter.trouble : trouble;
    },
    resume: () => {
      pauses.length = 0;
      isResumed = true;
      limiter?.resume();
    },
    close: async () => {
      isClosed = true;
      await loaded;
      await limiter?.close();
    },
  };
}

async function loadLimiter(
  options: ResolvedRedis,
  listener: RedisLimiterListener,
  now: () => number,
): Promise<() => SharedLimiter> {
  const { RedisLimiter } = await import('./redis-limiter.ts');
  // Short, since every unit in Redis is named after it; one in 2^52 is enough among a few dozen processes.
  const id = globalThis.crypto.randomUUID().replaceAll('-', '').slice(0, 14);
  const account = await nameInKeys(options.account);
  return () => new RedisLimiter(options, { id, account }, listener, now);
}

/** A hash stands for an account in keys: the name may be a key or a secret, given by mistake. */
async function nameInKeys(account: string): Promise<string> {
  const hash = await globalThis.crypto.subtle.digest('SHA-256', new TextEncoder().encode(account));
  return Array.from(new Uint8Array(hash, 0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
