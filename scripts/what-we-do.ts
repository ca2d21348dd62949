/** A decision in words, asked of the default policies themselves: so the pages cannot say what the code does not. */
import type { Exchange } from '../src/catalog/exchange.ts';
import { decide, defaultPolicies, type Verdict } from '../src/policies/decide.ts';
import type { PolicyContext } from '../src/policies/policy.ts';
import type { Category, Entry } from '../src/types.ts';

const bounds = { replayable: true, canReconcile: true } as const;

/** What the default policies do about a code: for reads, for writes, and on a repeat where that differs. */
export function whatWeDo(exchange: Exchange, { code, category, outcome }: Entry): string {
  if (category === 'success' || outcome === 'ok') return 'hands it over';
  const first = { exchange: exchange.id, code, category, outcome, attempt: 1, inRow: 1 };
  const read = words(ask({ ...first, replaySafe: true }));
  // A refused write is as safe to send again as a read.
  const write = words(ask({ ...first, replaySafe: outcome === 'rejected' }));
  const twice = words(ask({ ...first, attempt: 2, inRow: 2, replaySafe: true }));
  const once = read === write ? read : `reads: ${read}; writes: ${write}`;
  return twice === read ? once : `${once}; the second time: ${twice}`;
}

type Asked = Pick<
  PolicyContext,
  'exchange' | 'code' | 'category' | 'outcome' | 'attempt' | 'inRow' | 'replaySafe'
>;

function ask(asked: Asked): Verdict {
  const category: Category = asked.category;
  const context: PolicyContext = {
    ...asked,
    phase: 'answered',
    status: 200,
    maxAttempts: 5,
    retryAfterMs: undefined,
    remainingMs: Number.POSITIVE_INFINITY,
    random: () => 0.5,
  };
  return decide(defaultPolicies[category], context, bounds);
}

function words(verdict: Verdict): string {
  switch (verdict.action) {
    case 'retry':
      return verdict.pause ? 'everybody waits, then again' : 'again, later and later';
    case 'refresh-clock':
      return 'clock refreshed, signed and sent again';
    case 'reconcile':
      return 'looked up before anything else';
    case 'fail':
      return verdict.reason === 'outcome-unknown' ? 'fails, outcome unknown' : 'fails at once';
  }
}
