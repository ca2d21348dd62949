import { describe, expect, it } from 'vitest';
import { exchanges } from '../../src/catalog/built-in.ts';
import { marketIds } from '../../tools/markets.ts';
import { cli } from './support.ts';

// What it plays is tested in `test/demo`, and from the packed package in `test/package`.
describe('demo', () => {
  it('plays every exchange that the command line knows', () => {
    expect(marketIds.toSorted()).toEqual(exchanges.map(({ id }) => id).toSorted());
  });

  it('says which exchange may have been meant', async () => {
    const { code, out, err } = await cli(['demo', 'ox-fun', 'krakn']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^There is no exchange "krakn" here\.\nDid you mean kraken\?\nKnown are /);
  });

  it('has nothing for machines', async () => {
    const told = { code: 2, out: '', err: 'demo is for people: it prints no JSON.\n' };
    expect(await cli(['demo', '--json'])).toEqual(told);
  });
});
