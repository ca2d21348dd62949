import { expect, it } from 'vitest';
import { byClientOrderId, isExchangeError } from '../../src/index.ts';
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
