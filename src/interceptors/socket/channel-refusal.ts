import type { ExchangeError } from '../../errors.ts';
import type { Category } from '../../types.ts';

/** What says nothing of the channel: it passes, is about the session, or nobody knows what it means. */
const passing: ReadonlySet<Category> = new Set([
  'rate-limit',
  'timestamp',
  'signature',
  'auth',
  'server',
  'timeout',
  'network',
  'unknown',
]);

export function isPassing(category: Category): boolean {
  return passing.has(category);
}

/** Whether a reply to this very command refused it, for what would not pass. */
export function isRefusal(
  { attempts, response, code, category }: ExchangeError,
  expired: readonly string[],
): boolean {
  if (attempts === 0 || response === undefined || passing.has(category)) return false;
  return code === undefined || !expired.includes(code);
}
