import { expect, it, vi } from 'vitest';
import { type Around, Events } from '../src/events.ts';
import type { EventName, GatewayEvents } from '../src/gateway-events.ts';

const breaker: GatewayEvents['breaker'] = { state: 'open', why: 'five refusals' };

it('every event reaches those who listen to it, in the order in which they came', () => {
  const events = new Events();
  const heard: unknown[] = [];
  events.on('breaker', (event) => heard.push(['first', event]));
  events.on('breaker', (event) => heard.push(['second', event]));
  events.on('clock', (event) => heard.push(event));
  events.emit('breaker', breaker);
  expect(heard).toEqual([
    ['first', breaker],
    ['second', breaker],
  ]);
});

it.each([
  'call',
  'sent',
  'attempt',
  'settled',
  'retry',
  'throttled',
  'paused',
  'clock',
  'reconcile',
  'giveUp',
  'breaker',
] as const)('there is an event `%s`, and it is known whether somebody listens', (name: EventName) => {
  const events = new Events();
  expect(events.has(name)).toBe(false);
  const off = events.on(name, () => undefined);
  expect(events.has(name)).toBe(true);
  off();
  expect(events.has(name)).toBe(false);
});

it('`on` returns its undo, which may be called twice', () => {
  const events = new Events();
  const [one, two] = [vi.fn(), vi.fn()];
  const off = events.on('breaker', one);
  events.on('breaker', two);
  off();
  off();
  events.emit('breaker', breaker);
  expect([one.mock.calls.length, two.mock.calls.length]).toEqual([0, 1]);
});

it('a function that was added twice hears twice, and each undo takes one away', () => {
  const events = new Events();
  const listener = vi.fn();
  const off = events.on('breaker', listener);
  events.on('breaker', listener);
  events.emit('breaker', breaker);
  expect(listener).toHaveBeenCalledTimes(2);
  off();
  events.emit('breaker', breaker);
  expect(listener).toHaveBeenCalledTimes(3);
});

it('a listener that throws, or rejects, harms nothing', async () => {
  const events = new Events();
  const listener = vi.fn();
  events.on('breaker', () => {
    throw new Error('thrown');
  });
  events.on('breaker', () => Promise.reject(new Error('rejected')));
  events.on('breaker', listener);
  // An unhandled rejection would fail the run.
  expect(() => events.emit('breaker', breaker)).not.toThrow();
  await new Promise(setImmediate);
  expect(listener).toHaveBeenCalledTimes(1);
});

it.each(['toString', 'Attempt', '', 5, undefined])('there is no event %o', (name) => {
  expect(() => new Events().on(name as EventName, () => undefined)).toThrow(
    new TypeError(
      `gateway.on: there is no event '${String(name)}'.${name === 'Attempt' ? " Did you mean 'attempt'?" : ''}`,
    ),
  );
});

it('a listener is a function', () => {
  const add = () => new Events().on('breaker', 'log' as unknown as () => void);
  expect(add).toThrow(new TypeError("`gateway.on listener` takes a function; it got 'log'."));
});

it('work within what wraps it is done once, and returns or throws as it did, whatever that does', () => {
  const fault = new RangeError('mine');
  const wraps: readonly Around[] = [
    (_, work) => work(),
    (_, work) => [work(), work()],
    () => undefined,
    (_, work) => {
      work();
      throw new Error('of what wraps');
    },
    () => {
      throw new Error('of what wraps');
    },
    async (_, work) => {
      work();
      throw new Error('of what wraps');
    },
  ];
  for (const around of wraps) {
    const events = new Events();
    const calls: number[] = [];
    const off = events.wrap((call, work) => {
      calls.push(call);
      return around(call, work);
    });
    events.wrap(around);
    const work = vi.fn(() => 'done');
    expect(events.within(7, work)).toBe('done');
    expect(work).toHaveBeenCalledTimes(1);
    const failing = (): never => {
      throw fault;
    };
    expect(() => events.within(8, failing)).toThrow(fault);
    off();
    events.within(9, work);
    expect(calls.every((call) => call === 7 || call === 8)).toBe(true);
  }
});
