// Which codes of a catalog the simulator refuses by.
import { type Category, classify, type Entry, type Exchange } from '../../internal.ts';
import { nearestWords, type Refusal, type RefusalCodes, type RefusalTable } from '../refusal.ts';
import { failureBody } from './refused.ts';

/** Categories whose codes a refusal may have, the nearest first. */
const categoriesOf: Readonly<Record<Refusal, readonly Category[]>> = {
  throttle: ['rate-limit'],
  ban: ['rate-limit'],
  timestamp: ['timestamp', 'auth', 'invalid-request'],
  expired: ['timestamp', 'invalid-order', 'invalid-request'],
  'missing-timestamp': ['auth', 'invalid-request'],
  'api-key': ['auth', 'permission', 'signature'],
  signature: ['signature', 'auth'],
  replay: ['duplicate', 'auth', 'timestamp', 'signature'],
  funds: ['funds', 'invalid-order', 'invalid-request'],
  duplicate: ['duplicate', 'invalid-order', 'invalid-request'],
  'order-not-found': ['order-not-found', 'invalid-order', 'invalid-request'],
  'unknown-order': ['order-not-found', 'invalid-order', 'invalid-request'],
  'order-closed': ['order-not-found', 'invalid-order', 'invalid-request'],
  'invalid-order': ['invalid-order', 'invalid-request'],
  'invalid-client-order-id': ['invalid-request', 'invalid-order'],
  'batch-size': ['invalid-request', 'invalid-order'],
  'cancel-size': ['invalid-request', 'invalid-order'],
  symbol: ['market-unavailable', 'invalid-request', 'invalid-order'],
  price: ['invalid-order', 'invalid-request'],
  'missing-parameter': ['invalid-request', 'invalid-order'],
  'wrong-parameter': ['invalid-request', 'invalid-order'],
  'surplus-parameter': ['invalid-request', 'invalid-order'],
  'content-type': ['invalid-request'],
  'no-route': ['unsupported', 'invalid-request'],
  server: ['server', 'unknown'],
};

/** Words for each refusal: those that are named, else of the catalog; without a code where it has none that fits. */
export function tableOf(exchange: Exchange, own: RefusalCodes = {}): RefusalTable {
  const { codes, refusals } = exchange;
  const named: RefusalCodes = { ...refusals.codes, ...own };
  const rows = [...codes.rest.values()].filter(({ outcome }) => outcome !== 'ok');
  const all = (Object.keys(categoriesOf) as Refusal[]).map((why) => [
    why,
    nearestWords(named, why) ?? { code: firstOf(exchange, rows, why)?.code ?? '' },
  ]);
  return Object.fromEntries(all) as RefusalTable;
}

/** Rows of a category that are tried. */
const mostTried = 20;

/**
 * What the exchange certainly did not do is refused in words that say so, where there are such: by a code that means in an answer
 * what its row says.
 */
function firstOf(exchange: Exchange, rows: readonly Entry[], why: Refusal): Entry | undefined {
  const wanted = why === 'server' ? 'unknown' : 'rejected';
  for (const category of categoriesOf[why]) {
    const fitting = rows.filter((row) => row.category === category && row.outcome === wanted);
    const found = fitting.slice(0, mostTried).find((row) => isReadSo(exchange, row, why)) ?? fitting[0];
    if (found) return found;
  }
  return undefined;
}

function isReadSo(exchange: Exchange, { code, text, category }: Entry, why: Refusal): boolean {
  const { status, body } = failureBody(exchange, code, text, why);
  const read = classify(exchange, { status, body, method: 'POST' });
  return !read.ok && read.category === category;
}

/** The code of a catalog for a limit that was broken, where a row names it; `true` names none. */
export function limitCode({ codes }: Exchange, broken: readonly string[]): string | undefined {
  for (const { code, outcome, limit } of codes.rest.values()) {
    if (outcome !== 'rejected' || limit === undefined || limit === true) continue;
    if ([limit].flat().some((name) => broken.includes(name))) return code;
  }
  return undefined;
}
