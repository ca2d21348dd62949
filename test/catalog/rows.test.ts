import { describe, expect, it } from 'vitest';
import { exchanges } from '../../src/catalog/built-in.ts';
import { categories } from '../../src/types.ts';
import { seedRows } from './seeds.ts';

/** How many rows each published table has. */
const counts = { ktx: 64, 'mexc-contract': 72, 'lbank-contract': 94, 'ox-fun': 54, chainup: 37 };

/** The rows of each table after which nobody can say whether a write was executed. A new one is a decision. */
const undecided = {
  ktx: ['-10000', '-10001', '-21000', '-21213'],
  'mexc-contract': ['9999', '500', '501'],
  'lbank-contract': ['-99', '191', '10004'],
  'ox-fun': ['20001', '20002', '20032', '710001', '000101', '000201'],
  chainup: ['-1000', '-1001', '-1006', '-1007'],
};

describe.each(exchanges)('the table of $id', (exchange) => {
  const { rows } = exchange.spec.table;
  const published = seedRows[exchange.id]?.() ?? [];

  it('has every published row, in order and word for word', () => {
    const own = rows.map(([code, , , text, more]) => [code, text, more?.name]);
    expect(own).toEqual(published);
  });

  it('has as many rows as were published', () => {
    expect({ [exchange.id]: published.length }).toEqual({
      [exchange.id]: counts[exchange.id as keyof typeof counts],
    });
  });

  it.each(published)('%s is found exactly as written', (code, text) => {
    const entry = exchange.catalog.get(code);
    expect(entry).toMatchObject({ code, text, source: exchange.spec.table.source });
    expect([...categories, 'success']).toContain(entry?.category);
    expect(exchange.codes.rest.has(code)).toBe(true);
  });

  it('says of the known few only that a write may have been executed', () => {
    const codes = rows.filter(([, , outcome]) => outcome === 'unknown').map(([code]) => code);
    expect(codes).toEqual(undecided[exchange.id as keyof typeof undecided]);
  });

  it('keeps its notes short', () => {
    for (const [code, , , , more] of rows) {
      expect(more?.note?.length ?? 0, `the note of ${code}`).toBeLessThanOrEqual(70);
    }
  });
});

describe('all tables', () => {
  it('have 321 rows, of which one stands twice', () => {
    const all = exchanges.flatMap(({ id, spec }) => spec.table.rows.map(([code]) => `${id} ${code}`));
    expect(all).toHaveLength(321);
    expect(new Set(all).size).toBe(320);
    expect(all.filter((row) => row === 'ox-fun 20034')).toHaveLength(2);
  });

  it('are judged as they were decided', () => {
    const tally: Record<string, number[]> = {};
    for (const [at, { spec }] of exchanges.entries()) {
      for (const [, category] of spec.table.rows) {
        tally[category] ??= [0, 0, 0, 0, 0];
        const row = tally[category];
        row[at] = (row[at] ?? 0) + 1;
      }
    }
    expect(tally).toEqual({
      success: [0, 1, 1, 0, 0],
      'rate-limit': [2, 2, 2, 1, 1],
      'order-limit': [5, 4, 4, 1, 1],
      timestamp: [1, 1, 0, 2, 1],
      signature: [2, 1, 2, 1, 1],
      auth: [0, 2, 15, 2, 4],
      permission: [3, 7, 6, 2, 0],
      funds: [2, 2, 4, 2, 1],
      position: [2, 5, 5, 1, 0],
      'order-not-found': [1, 1, 3, 1, 1],
      duplicate: [3, 1, 5, 1, 0],
      'invalid-request': [21, 11, 5, 13, 10],
      'invalid-order': [16, 24, 27, 15, 7],
      'market-unavailable': [0, 4, 6, 4, 1],
      unsupported: [3, 2, 1, 1, 2],
      server: [1, 3, 4, 4, 3],
      timeout: [0, 0, 1, 1, 1],
      account: [0, 1, 3, 1, 2],
      unknown: [2, 0, 0, 1, 1],
    });
  });
});

describe('rows from beyond the tables', () => {
  it.each(exchanges)('of $id have a source and repeat no code of the table', ({ spec, catalog }) => {
    const listed = new Set(spec.table.rows.map(([code]) => code));
    for (const [code] of spec.beyond?.rows ?? []) {
      expect(listed.has(code), code).toBe(false);
      expect(catalog.get(code)?.source, code).not.toBe(spec.table.source);
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
