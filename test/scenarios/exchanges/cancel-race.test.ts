import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Fault } from '../../../src/testing/index.ts';
import { markets } from '../../support/markets.ts';
import { type End, openTrading, standStill } from '../../support/trading.ts';

beforeEach(standStill);
afterEach(() => {
  vi.useRealTimers();
});

const told = ({ error }: End): string => (error ? `${error.category}, ${error.outcome}` : 'done');

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** An order that is carried out 4 s after its answer was lost, and a cancel of it half a second after it was sent. */
async function race(market: (typeof markets)[number], fault: Fault | undefined) {
  const { sim, send, place, run, gateway } = openTrading(market, { sim: { limits: false } });
  const id = market.id(7001);
  sim.failNext({ kind: 'request-lost', executedAfterMs: 4000 }, { match: { kind: 'order' } });
  if (fault) sim.failNext(fault, { match: { kind: 'cancel' } });
  const placing = place(id);
  const cancelling = after(500).then(() => send(market.cancel(id)));
  const [placed, cancelled] = await run(Promise.all([placing, cancelling]));
  // Whether it stands after all of that: then a cancel finds it.
  await run(after(10_000));
  const stands = (await run(send(market.cancel(id)))).body !== undefined;
  await run(gateway.close());
  return { placed: told(placed), cancelled: told(cancelled), copies: sim.executions(id), stands };
}

it.each<[string, Fault | undefined]>([
  ['answered', undefined],
  ['lost on its way', { kind: 'request-lost' }],
  ['answered by a page', { kind: 'html-502' }],
  ['carried out 5 s late', { kind: 'request-lost', executedAfterMs: 5000 }],
])('a cancel that is %s is not believed while the order may still come', async (_, fault) => {
  const wrong: unknown[] = [];
  for (const market of markets) {
    const found = await race(market, fault);
    const { placed, cancelled, copies, stands } = found;
    const isDenied = copies > 0 && placed.endsWith('rejected');
    const isInvented = (copies === 0 && placed === 'done') || (stands && cancelled === 'done');
    if (copies > 1 || isDenied || isInvented) wrong.push([market.exchange.id, found]);
  }
  expect(wrong).toEqual([]);
});
