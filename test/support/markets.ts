// Every built-in exchange as the tests trade there.
import { exchanges } from '../../src/catalog/built-in.ts';
import { classify } from '../../src/index.ts';
import { simulateExchange } from '../../src/testing/index.ts';
import type { Category, Failure } from '../../src/types.ts';
import { type Market, marketIds, marketOf } from '../../tools/markets.ts';

/** Every built-in exchange that `samples` has a row for; that each has one, a test of the scenarios holds. */
export const markets: readonly Market[] = exchanges.filter(({ id }) => marketIds.includes(id)).map(marketOf);

/**
 * Listed codes that, as the answer to an order over REST, are read so. Those of another table, or that mean it by a text of
 * their own alone, are not among them.
 */
export function codesFor(
  market: Market,
  isWanted: (meaning: Pick<Failure, 'category' | 'outcome'>) => boolean,
): readonly string[] {
  const known = meanings.get(market) ?? meaningsOf(market);
  meanings.set(market, known);
  return known.filter(isWanted).map(({ code }) => code);
}

const meanings = new WeakMap<Market, readonly (Failure & { readonly code: string })[]>();

function meaningsOf({ exchange, order }: Market): readonly (Failure & { readonly code: string })[] {
  const { method, path } = order('1', 1, 1);
  const url = `https://${exchange.hosts[0]}${path}`;
  const sim = simulateExchange(exchange, { limits: false });
  const tables = [exchange.codes.rest, ...[...exchange.codes.named.values()].map(({ rest }) => rest)];
  const codes = new Set(tables.flatMap((table) => [...table.keys()]));
  return [...codes].flatMap((code) => {
    sim.failNext({ kind: 'code', code });
    const read = classify(exchange, { ...sim.handle({ method, path }), method, url });
    return !read.ok && read.code === code ? [{ ...read, code }] : [];
  });
}

/** The first code by which an order is refused for that reason. */
export function codeOf(market: Market, category: Category): string | undefined {
  return codesFor(market, (read) => read.category === category && read.outcome === 'rejected')[0];
}
