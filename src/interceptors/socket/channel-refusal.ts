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

/** How many channels of a command that failed are asked for together, at once. */
export function togetherAtOnce(error: ExchangeError | undefined, expired: readonly string[]): number {
  return error && isRefusal(error, expired) ? 1 : Number.POSITIVE_INFINITY;
}

/** And after a wait: where no table says what was refused, it may be one of them that is gone for good. */
export function togetherLater(error: ExchangeError | undefined, count: number): number {
  if (!error || error.attempts === 0 || error.response === undefined) return count;
  return error.category === 'unknown' ? Math.ceil(count / 2) : count;
}
