// Which codes of a catalog the simulator refuses by.
import type { Category, Entry, Exchange } from '../../internal.ts';
import type { Dialect } from '../dialect.ts';
import type { Refusal } from '../refusal.ts';

/** Categories whose codes a refusal may have, the nearest first. */
const categoriesOf: Readonly<Record<Refusal, readonly Category[]>> = {
  throttle: ['rate-limit'],
  timestamp: ['timestamp', 'auth', 'invalid-request'],
  expired: ['timestamp', 'invalid-order', 'invalid-request'],
  'missing-timestamp': ['auth', 'invalid-request'],
  'api-key': ['auth', 'permission', 'signature'],
  signature: ['signature', 'auth'],
  replay: ['duplicate', 'auth'],
  funds: ['funds', 'invalid-order', 'invalid-request'],
  duplicate: ['duplicate', 'invalid-order', 'invalid-request'],
  'order-not-found': ['order-not-found', 'invalid-order', 'invalid-request'],
  'order-closed': ['order-not-found', 'invalid-order', 'invalid-request'],
  'invalid-order': ['invalid-order', 'invalid-request'],
  'invalid-client-order-id': ['invalid-request', 'invalid-order'],
  'batch-size': ['invalid-request', 'invalid-order'],
  'cancel-size': ['invalid-request', 'invalid-order'],
  symbol: ['market-unavailable', 'invalid-request', 'invalid-order'],
  price: ['invalid-order', 'invalid-request'],
  'content-type': ['invalid-request'],
  'no-route': ['unsupported', 'invalid-request'],
  server: ['server', 'unknown'],
};

/** HTTP statuses that say as much as a code does, for exchanges that refuse by status. */
export const statusOf: Readonly<Partial<Record<Refusal, number>>> = {
  throttle: 429,
  'api-key': 401,
  signature: 401,
  'no-route': 404,
  server: 500,
};

/** A code for each refusal, from the rows of the catalog; empty where it has none that fits. */
export function codesOf({ codes }: Exchange): Dialect['codes'] {
  const rows = [...codes.rest.values()].filter(({ outcome }) => outcome !== 'ok');
  const first = (why: Refusal): string => firstOf(rows, why)?.code ?? '';
  const all = Object.keys(categoriesOf).map((why) => [why, first(why as Refusal)]);
  return Object.fromEntries(all) as Dialect['codes'];
}

/** What the exchange certainly did not do is refused in words that say so, where there are such. */
function firstOf(rows: readonly Entry[], why: Refusal): Entry | undefined {
  const wanted = why === 'server' ? 'unknown' : 'rejected';
  for (const category of categoriesOf[why]) {
    const found = rows.find((row) => row.category === category && row.outcome === wanted);
    if (found) return found;
  }
  return undefined;
}
