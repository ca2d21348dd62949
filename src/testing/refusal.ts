// Why a simulated exchange refuses, and by which of its codes.
import type { RefusalCodeTable, RefusalReason, RefusalWords } from '../internal.ts';

/** Why a simulated exchange refuses a request. */
export type Refusal = RefusalReason;

/** An exchange's codes, each alone or with its words. */
export type RefusalCodes = RefusalCodeTable;

/** What each refusal is said in. */
export type RefusalTable = Readonly<Record<Refusal, RefusalWords>>;

/** By what a refusal is said that has no words of its own. */
const insteadOf: Readonly<Partial<Record<Refusal, Refusal>>> = {
  ban: 'throttle',
  expired: 'timestamp',
  'missing-timestamp': 'missing-parameter',
  replay: 'signature',
  'order-closed': 'unknown-order',
  'unknown-order': 'order-not-found',
  'cancel-size': 'batch-size',
  symbol: 'invalid-order',
  price: 'invalid-order',
  'content-type': 'invalid-order',
  'missing-parameter': 'invalid-order',
  'wrong-parameter': 'missing-parameter',
  'surplus-parameter': 'missing-parameter',
  'invalid-client-order-id': 'wrong-parameter',
};

/** The words for a refusal: of one that has none, those of the nearest that has. */
export function nearestWords(codes: RefusalCodes, why: Refusal): RefusalWords | undefined {
  const own = codes[why];
  if (own !== undefined) return typeof own === 'string' ? { code: own } : own;
  const other = insteadOf[why];
  return other && nearestWords(codes, other);
}
