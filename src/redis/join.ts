import { type RedisOptions, resolveRedis } from './options.ts';
import { SharedLedger, type SharedListener } from './shared-ledger.ts';

/** Shares limits with every process that has the same prefix. */
export function joinLedger(
  options: RedisOptions,
  exchangeId: string,
  listener: SharedListener,
  now: () => number,
): SharedLedger {
  // Short, since every unit in Redis is named after it; one in 2^52 is enough among a few dozen processes.
  const id = globalThis.crypto.randomUUID().replaceAll('-', '').slice(0, 14);
  return new SharedLedger(resolveRedis(options, exchangeId), id, listener, now);
}
