// What the end of a resubscription says of each of its channels. Pure decisions.
import type { ExchangeError } from '../../errors.ts';
import type { Category } from '../../types.ts';
import type { ElementResult } from './reply-collector.ts';

/** Refusals that say nothing of the channel: they pass, are about the session, or have no known meaning. */
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

/** `restored`: it is alive. `refused`: the exchange refused this very channel for good. `open`: to be asked for again. */
export type ChannelResult = 'restored' | 'refused' | 'open';

/**
 * @param count how many channels the command asked for.
 * @param results what is known of each of them, where replies came one by one.
 * @param expired codes that are about the session, not about a channel.
 * @returns one result for each channel, in order.
 */
export function channelResults(
  error: ExchangeError,
  count: number,
  results: readonly ElementResult[] | undefined,
  expired: readonly string[],
): readonly ChannelResult[] {
  if (error.outcome === 'partial' && results?.length === count)
    return results.map(({ kind }, at) => resultOf(kind, error.items?.[at]?.category));
  // A refusal of several names none of them. A channel that is there already is what was wanted.
  const isFinal = count === 1 && isRefusal(error, expired);
  const single = error.category === 'duplicate' ? 'restored' : 'refused';
  return Array.from({ length: count }, () => (isFinal ? single : 'open'));
}

function resultOf(kind: ElementResult['kind'], category: Category | undefined): ChannelResult {
  if (kind === 'accepted' || kind === 'covered') return 'restored';
  return kind === 'refused' && category && !passing.has(category) ? 'refused' : 'open';
}

/** Whether a reply to this very command refused it, for a reason that does not pass. */
function isRefusal(
  { attempts, response, code, category }: ExchangeError,
  expired: readonly string[],
): boolean {
  if (attempts === 0 || response === undefined || passing.has(category)) return false;
  return code === undefined || !expired.includes(code);
}

/** How many channels of a command that failed are asked for by one command, at once. */
export function sizeAtOnce(error: ExchangeError | undefined, expired: readonly string[]): number {
  return error && isRefusal(error, expired) ? 1 : Number.POSITIVE_INFINITY;
}

/** And after a wait: a refusal that no table lists may be about one channel that is gone for good, so halves go apart. */
export function sizeAfterWait(error: ExchangeError | undefined, count: number): number {
  if (!error || error.attempts === 0 || error.response === undefined) return count;
  return error.category === 'unknown' ? Math.ceil(count / 2) : count;
}
