import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exchanges } from '../../src/catalog/built-in.ts';
import { categories } from '../../src/types.ts';
import { publishedRows, seedRows, tableRows } from './seeds.ts';

/** What was decided of each published table. */
interface Decided {
  /** How many rows it has, a row that stands twice twice. */
  readonly rows: number;
  /** The codes after which nobody can say whether a write was executed. A new one is a decision. */
  readonly undecided: readonly string[];
  /** How many rows are of each category. */
  readonly judged: Readonly<Record<string, number>>;
}

const file = new URL('../fixtures/tables.json', import.meta.url);
const decided: Readonly<Record<string, Decided>> = JSON.parse(readFileSync(file, 'utf8'));

/** Those whose published page is at hand; the rows of the others are in the folder `big`. */
const seeded = exchanges.filter(({ id }) => id in seedRows);

describe.each(seeded)('the table of $id', (exchange) => {
  const rows = publishedRows(exchange);
  const expected = decided[exchange.id];
  const published = seedRows[exchange.id]?.() ?? [];

  it('has every published row, in order and word for word', () => {
    const own = rows.map(([code, , , text, more]) => [code, text, more?.name]);
    expect(own).toEqual(published);
  });

  it('has as many rows as were published', () => {
    expect(published.length).toBeGreaterThan(0);
    expect(published.length).toBe(expected?.rows);
  });

  it.each(published)('%s is found exactly as written', (code, text) => {
    const entry = exchange.catalog.get(code);
    expect(entry).toMatchObject({ code, text, source: exchange.spec.table.source });
    expect([...categories, 'success']).toContain(entry?.category);
    expect(exchange.codes.rest.has(code)).toBe(true);
  });

  it('says of the known few only that a write may have been executed', () => {
    const codes = rows.filter(([, , outcome]) => outcome === 'unknown').map(([code]) => code);
    expect(codes).toEqual(expected?.undecided);
  });

  it('is judged as it was decided', () => {
    const tally: Record<string, number> = {};
    for (const [, category] of rows) tally[category] = (tally[category] ?? 0) + 1;
    expect(tally).toEqual(expected?.judged);
  });

  it('keeps its notes short', () => {
    for (const [code, , , , more] of tableRows(exchange)) {
      expect(more?.note?.length ?? 0, `the note of ${code}`).toBeLessThanOrEqual(70);
    }
  });
});

describe('the tables of the five that the project began with', () => {
  it('have 321 rows, of which one stands twice', () => {
    const five = exchanges.slice(0, 5);
    const all = five.flatMap((exchange) => publishedRows(exchange).map(([code]) => `${exchange.id} ${code}`));
    expect(all).toHaveLength(321);
    expect(new Set(all).size).toBe(320);
    expect(all.filter((row) => row === 'ox-fun 20034')).toHaveLength(2);
  });
});

describe('rows from beyond the tables', () => {
  it.each(seeded)('of $id have a source of their own, and stand below it', (exchange) => {
    const { spec } = exchange;
    const sources = tableRows(exchange).map(([, , , , more]) => more?.source);
    expect(sources.slice(publishedRows(exchange).length)).not.toContain(undefined);
    expect(sources).not.toContain(spec.table.source);
  });

  it.each(exchanges)('of $id repeat no code of the table, unless they are of one transport', (exchange) => {
    // What holds over one transport, or in another table, is another code.
    const ofTable = publishedRows(exchange).filter(([, , , , more]) => more?.over === undefined);
    const listed = new Set(ofTable.map(([code]) => code));
    for (const [code, , , , more] of tableRows(exchange)) {
      if (more?.source && !more.over) expect(listed.has(code), code).toBe(false);
    }
  });

  it.each([
    ['ktx', '-20006', 'rate-limit', 'rejected'],
    ['ktx', '-20007', 'rate-limit', 'rejected'],
    ['mexc-contract', '2040', 'order-not-found', 'rejected'],
    ['mexc-contract', '2041', 'invalid-order', 'rejected'],
    ['mexc-contract', '2070', 'invalid-order', 'rejected'],
    ['mexc-contract', '3016', 'timeout', 'unknown'],
    ['lbank-contract', '20156', 'market-unavailable', 'rejected'],
    ['chainup', '-1137', 'invalid-order', 'rejected'],
    ['chainup', '110049', 'funds', 'rejected'],
  ])('%s %s is %s, %s', (id, code, category, outcome) => {
    const exchange = exchanges.find((candidate) => candidate.id === id);
    expect(exchange?.catalog.get(code)).toMatchObject({ category, outcome });
  });
});

describe('namespaces', () => {
  const of = (id: string) => {
    const found = exchanges.find((candidate) => candidate.id === id);
    if (!found) throw new Error(id);
    return found.codes;
  };

  it('OX.FUN 20001 is a bad parameter over REST and may be anything over WebSocket', () => {
    expect(of('ox-fun').rest.get('20001')).toMatchObject({
      category: 'invalid-request',
      outcome: 'rejected',
    });
    expect(of('ox-fun').ws.get('20001')).toMatchObject({ category: 'server', outcome: 'unknown' });
  });

  it('OX.FUN shares the other rows, but not the numbers that only REST has', () => {
    expect(of('ox-fun').ws.get('20007')).toBe(of('ox-fun').rest.get('20007'));
    expect(of('ox-fun').rest.get('40035')).toMatchObject({ category: 'order-not-found' });
    expect(of('ox-fun').ws.get('40035')).toBeUndefined();
  });

  it('leading zeros are part of a code', () => {
    expect(of('ox-fun').rest.get('05001')).toMatchObject({ category: 'permission' });
    expect(of('ox-fun').rest.get('5001')).toBeUndefined();
  });

  it.each(['ktx', 'mexc-contract', 'lbank-contract', 'chainup'])(
    'over WebSocket %s means something else by its numbers, or has none',
    (id) => {
      expect(of(id).ws.size).toBe(0);
    },
  );
});
