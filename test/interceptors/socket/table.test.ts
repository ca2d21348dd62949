import { describe, expect, it } from 'vitest';
import { oxFun, UnknownOutcomeError } from '../../../src/index.ts';
import { seedRows } from '../../catalog/seeds.ts';
import { caught, open, order } from './support.ts';

const rows = seedRows['ox-fun']?.() ?? [];
const setup = { gateway: { maxAttempts: 1, breaker: false } } as const;

it('the table has 54 rows', () => {
  expect(rows).toHaveLength(54);
});

describe.each([
  { echoesId: true, how: 'with its tag' },
  { echoesId: false, how: 'without a tag, as in the samples' },
])('a reply $how', ({ echoesId }) => {
  it.each(rows)('%s ends with the category and outcome of the catalog', async (code) => {
    const { commands, sockets, sim } = await open({ ...setup, attach: { echoesId } });
    sockets.failNext({ kind: 'code', code }, { command: 'placeorder' });
    const error = await caught(commands.send(order('77'), { clientOrderId: '77' }));
    const { category, outcome, text } = oxFun.codes.ws.get(code) ?? {};
    expect({ code: error.code, category: error.category, outcome: error.outcome }).toEqual({
      code,
      category,
      outcome,
    });
    expect(error.message).toContain(text);
    expect(error instanceof UnknownOutcomeError).toBe(outcome === 'unknown');
    expect(sim.executions('77')).toBe(0);
  });
});
