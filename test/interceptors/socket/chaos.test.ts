import { expect, it } from 'vitest';
import { byClientOrderId, isExchangeError } from '../../../src/index.ts';
import { open, order } from './support.ts';

const kinds = [
  'request-lost',
  'reply-lost',
  'doubled',
  'delay',
  'garbage',
  'garbage-instead',
  'binary',
  'gzip',
  'close-before',
  'close-after',
  { kind: 'code', code: '000101', executed: true },
  { kind: 'code', code: '20001' },
  { kind: 'code', code: '710005' },
] as const;

it('2,000 orders over a socket that drops, loses and doubles replies: none twice, none lost, no lie', async () => {
  const { commands, sim, sockets } = await open({
    attach: { faults: { rate: 0.15, kinds, seed: 11, commands: ['placeorder'] } },
    gateway: {
      reconcile: byClientOrderId({ settleMs: 30, asks: 2 }),
      breaker: false,
      budget: false,
      maxAttempts: 12,
    },
    socket: { timeoutMs: 150 },
  });
  const ids = Array.from({ length: 2000 }, (_, at) => String(10_000 + at));
  const ends = new Map<string, string>();
  const queue = [...ids];
  const worker = async (): Promise<void> => {
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      const end = await commands.send(order(id), { clientOrderId: id }).then(
        () => 'done',
        (error: unknown) => (isExchangeError(error) ? error.outcome : String(error)),
      );
      ends.set(id, end);
    }
  };
  await Promise.all(Array.from({ length: 50 }, worker));
  const tally = ids.map((id) => ({ id, end: ends.get(id), executed: sim.executions(id) }));
  expect(tally.filter(({ executed }) => executed > 1)).toEqual([]);
  expect(tally.filter(({ end, executed }) => end === 'done' && executed !== 1)).toEqual([]);
  expect(tally.filter(({ end, executed }) => end === 'rejected' && executed !== 0)).toEqual([]);
  expect(tally.filter(({ end }) => !['done', 'rejected', 'unknown'].includes(end ?? ''))).toEqual([]);
  expect(tally.filter(({ end }) => end === 'done').length).toBeGreaterThan(1900);
  expect(sockets.log.filter(({ fault }) => fault !== undefined).length).toBeGreaterThan(250);
  expect(commands.stats().connections).toBeGreaterThan(20);
}, 30_000);

const market = 'BTC-USD-SWAP-LIN';
/** What changes nothing that it denies. */
const honest = kinds.filter((kind) => typeof kind === 'string' || !('executed' in kind));

it('1,000 amends and 1,000 cancels over the same socket: none called done that was not', async () => {
  const { commands, sim } = await open({
    attach: { faults: { rate: 0.25, kinds: honest, seed: 5, commands: ['modifyorder', 'cancelorder'] } },
    // As many attempts as above: one close ends what is in flight of all fifty, and how much that is depends on the machine.
    gateway: {
      reconcile: byClientOrderId({ settleMs: 30, asks: 2 }),
      breaker: false,
      budget: false,
      maxAttempts: 12,
    },
    socket: { timeoutMs: 150 },
  });
  const ids = Array.from({ length: 1000 }, (_, at) => String(10_000 + at));
  const done = { amend: 0, cancel: 0 };
  const lies: unknown[] = [];
  const note = (step: 'amend' | 'cancel', end: string, isCarriedOut: boolean): void => {
    if (end === 'done') done[step] += 1;
    if (end === (isCarriedOut ? 'rejected' : 'done')) lies.push({ step, end, isCarriedOut });
  };
  const queue = [...ids];
  const orderOf = (id: string) => {
    const placed = sim.orders[Number(id) - 10_000]?.placed[0];
    if (placed?.clientOrderId !== id) throw new Error(`${id} is not where it was placed`);
    return placed;
  };
  const told = (command: Record<string, unknown>, id: string): Promise<string> =>
    commands.send(command, { clientOrderId: id }).then(
      () => 'done',
      (error: unknown) => (isExchangeError(error) ? error.outcome : String(error)),
    );
  for (const id of ids) await commands.send(order(id), { clientOrderId: id });
  const worker = async (): Promise<void> => {
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      const data = { marketCode: market, clientOrderId: id };
      const amend = await told({ op: 'modifyorder', data: { ...data, price: '7' } }, id);
      note('amend', amend, orderOf(id).price === 7);
      const cancel = await told({ op: 'cancelorder', data }, id);
      note('cancel', cancel, orderOf(id).status === 'cancelled');
    }
  };
  await Promise.all(Array.from({ length: 50 }, worker));
  if (process.env['CHAOS_BOTS']) console.log(done);
  expect(lies).toEqual([]);
  expect(done.amend).toBeGreaterThanOrEqual(950);
  expect(done.cancel).toBeGreaterThanOrEqual(950);
}, 60_000);
