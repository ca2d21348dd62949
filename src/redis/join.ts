import type { SharedLimiter } from '../throttle/shared-limiter.ts';
import type { ResolvedRedis } from './options.ts';
import type { SharedListener } from './shared-ledger.ts';

/**
 * Shares limits with every process that has the same prefix. What it takes is loaded by the first gateway that asks for
 * it, since most bots run alone; until then nobody is let through.
 */
export function joinLedger(
  options: ResolvedRedis,
  listener: SharedListener,
  now: () => number,
): SharedLimiter {
  // Short, since every unit in Redis is named after it; one in 2^52 is enough among a few dozen processes.
  const id = globalThis.crypto.randomUUID().replaceAll('-', '').slice(0, 14);
  let ledger: SharedLimiter | undefined;
  let isClosed = false;
  const pauses: Parameters<SharedLimiter['pauseUntil']>[] = [];
  const loaded = import('./shared-ledger.ts').then(({ SharedLedger }) => {
    if (isClosed) return;
    ledger = new SharedLedger(options, id, listener, now);
    for (const pause of pauses) ledger?.pauseUntil(...pause);
    listener.onRoom();
  });
  return {
    take: (shares, waiting) => ledger?.take(shares, waiting) ?? false,
    answered: (shares) => ledger?.answered(shares),
    refund: (shares) => ledger?.refund(shares),
    pauseUntil: (...pause) => {
      if (ledger) ledger.pauseUntil(...pause);
      else pauses.push(pause);
    },
    close: async () => {
      isClosed = true;
      await loaded;
      await ledger?.close();
    },
  };
}
