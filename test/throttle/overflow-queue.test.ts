import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
// Loaded before the clock stops, since reading a file takes real time.
import 'bottleneck/light.js';
import { OverflowQueue } from '../../src/throttle/overflow-queue.ts';
import type { QueuedCall } from '../../src/throttle/queued-call.ts';
import { queuedCall } from './queued.ts';

let bundles: (readonly QueuedCall[])[];
let overflow: OverflowQueue;

beforeEach(() => {
  vi.useFakeTimers();
  bundles = [];
  overflow = new OverflowQueue((calls) => bundles.push(calls));
});
afterEach(() => {
  vi.useRealTimers();
});

function hold(count: number, priority = 0): QueuedCall[] {
  const held = Array.from({ length: count }, () => queuedCall([], () => undefined, { priority }));
  for (const call of held) overflow.hold(call);
  return held;
}

/** Has everything moved that may move now. */
async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(50);
}

it('hands out bundles of 64, the next only when there is room', async () => {
  const held = hold(150);
  await settle();
  expect(bundles).toEqual([held.slice(0, 64)]);
  overflow.room();
  await settle();
  expect(bundles.slice(1)).toEqual([held.slice(64, 128)]);
  overflow.room();
  await settle();
  expect(bundles.slice(2)).toEqual([held.slice(128)]);
});

it('has the first bundle go at once, then the urgent first', async () => {
  const [reads, orders, cancels] = [hold(65), hold(1, 1), hold(1, 2)];
  await settle();
  for (let at = 0; at < 3; at += 1) {
    overflow.room();
    await settle();
  }
  expect(bundles).toEqual([reads.slice(0, 64), cancels, orders, reads.slice(64)]);
});

it('leaves out those who left', async () => {
  const [gone, stayed] = hold(2);
  if (gone) gone.gone = true;
  await settle();
  expect(bundles).toEqual([[stayed]]);
});

it('room without anybody is no matter, and closing it empty neither', async () => {
  overflow.room();
  await overflow.close();
  expect(bundles).toEqual([]);
});

it('closing drops those it holds and leaves no timer', async () => {
  hold(200);
  await settle();
  const closed = overflow.close();
  await settle();
  await closed;
  expect([bundles.flat().length < 200, vi.getTimerCount()]).toEqual([true, 0]);
});

it('holds all bundles where chance is pinned, as tests do it', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  onTestFinished(() => void vi.restoreAllMocks());
  const held = hold(200);
  for (let at = 0; at < 4; at += 1) {
    await settle();
    overflow.room();
  }
  await settle();
  expect(bundles.flat()).toEqual(held);
});

it('hands out the next bundle in time, though the clock on the wall steps back', async () => {
  const held = hold(100);
  await settle();
  vi.setSystemTime(Date.now() - 3_600_000);
  overflow.room();
  await settle();
  expect(bundles).toEqual([held.slice(0, 64), held.slice(64)]);
});

it('hands everything out at once where Bottleneck cannot be loaded', async () => {
  vi.doMock('bottleneck/light.js', () => {
    throw new Error('not there any more');
  });
  onTestFinished(() => vi.doUnmock('bottleneck/light.js'));
  vi.useRealTimers();
  const held = hold(100);
  await vi.waitFor(() => expect(bundles).toEqual([held.slice(0, 64), held.slice(64)]));
  await overflow.close();
});
