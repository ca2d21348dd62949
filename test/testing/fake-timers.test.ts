import { mock } from 'node:test';
import axios from 'axios';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { byClientOrderId, createGateway, interceptAxios, interceptFetch } from '../../src/index.ts';
import { type SimulatedExchange, simulateExchange } from '../../src/testing/index.ts';
import { cases, keys } from './cases.ts';

type FakeTimerOptions = NonNullable<Parameters<typeof vi.useFakeTimers>[0]>;

const timers: NonNullable<FakeTimerOptions['toFake']> = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
  'Date',
];

/** The ways in which people fake the time. */
const fakes: Readonly<Record<string, FakeTimerOptions>> = {
  'the default of vitest': {},
  'timers and Date alone': { toFake: timers },
  'performance too': { toFake: [...timers, 'performance'] },
  shouldAdvanceTime: { shouldAdvanceTime: true },
  'the default of jest': {
    toFake: [...timers, 'performance', 'hrtime', 'queueMicrotask'],
  },
};

/** The ways in which they let it pass. */
const drives: Readonly<Record<string, (isPending: () => boolean) => Promise<unknown>>> = {
  'a minute at once': () => vi.advanceTimersByTimeAsync(60_000),
  '600 times 100 ms': async () => {
    for (let step = 0; step < 600; step += 1) await vi.advanceTimersByTimeAsync(100);
  },
  'all timers': () => vi.runAllTimersAsync(),
  'timer by timer': async (isPending) => {
    for (let timer = 0; timer < 1000 && isPending(); timer += 1) await vi.advanceTimersToNextTimerAsync();
  },
};

type Place = (exchange: SimulatedExchange, at: (typeof cases)[number][1]) => Promise<unknown>;

const base = 'https://contract.mexc.com';
const gatewayOf = ({ exchange, sign }: (typeof cases)[number][1]) =>
  createGateway({
    exchange,
    sign,
    deadlineMs: 30_000,
    reconcile: byClientOrderId({ settleMs: 100, asks: 2 }),
  });

const clients: Readonly<Record<string, Place>> = {
  axios: async (simulated, at) => {
    const api = axios.create({ baseURL: base, adapter: simulated.adapter });
    interceptAxios(api, gatewayOf(at));
    const { path, method, body } = at.order('7001');
    await api.request({ method, url: path, data: JSON.parse(body ?? '') });
    return api.get(at.time);
  },
  fetch: async (simulated, at) => {
    const send = interceptFetch(gatewayOf(at), simulated.fetch);
    const { path, method, body = '' } = at.order('7001');
    const headers = { 'content-type': 'application/json' };
    await send(base + path, { method, body, headers }).then((response) => response.text());
    return send(base + at.time);
  },
};

/** Placed once, whatever happens on the way. */
async function once(
  place: Place,
  at: (typeof cases)[number][1],
  fault: 'throttle' | 'answer-lost',
  drive: (isPending: () => boolean) => Promise<unknown>,
): Promise<SimulatedExchange> {
  const simulated = simulateExchange(at.exchange, { credentials: keys, clockSkewMs: 30_000 });
  simulated.failNext(fault, { match: { kind: 'order' } });
  let ended = 'pending';
  const done = place(simulated, at).then(
    () => (ended = 'done'),
    (error: unknown) => (ended = String(error)),
  );
  await drive(() => ended === 'pending');
  expect(ended).toBe('done');
  await done;
  return simulated;
}

afterEach(() => {
  vi.useRealTimers();
});

describe.each(Object.keys(fakes))('time faked by %s', (fake) => {
  describe.each(Object.keys(drives))('and let pass by %s', (drive) => {
    it.each(
      Object.keys(clients).flatMap((client) => [
        [client, 'throttle' as const],
        [client, 'answer-lost' as const],
      ]),
    )('%s places one order once through a %s, the clock corrected and all signed', async (client, fault) => {
      const [, at] = cases[1] ?? cases[0] ?? [];
      const place = clients[client];
      const pass = drives[drive];
      if (!at || !place || !pass) throw new Error('nothing to test');
      vi.useFakeTimers({ ...fakes[fake], now: 1_700_000_000_000 });
      const simulated = await once(place, at, fault, pass);
      expect(simulated.executions('7001')).toBe(1);
      expect(simulated.timeRequests.length).toBeGreaterThan(0);
      expect(simulated.log.every(({ signatureOk }) => signatureOk !== false)).toBe(true);
    });
  });
});

describe.each(Object.keys(drives))('calls that wait for a limit, time let pass by %s', (drive) => {
  it('go when there is room, and none goes over', async () => {
    const [, at] = cases[1] ?? cases[0] ?? [];
    const pass = drives[drive];
    if (!at || !pass) throw new Error('nothing to test');
    vi.useFakeTimers({ now: 1_700_000_000_000 });
    const simulated = simulateExchange(at.exchange, { credentials: keys });
    const send = interceptFetch(gatewayOf(at), simulated.fetch);
    let ended = 'pending';
    const done = Promise.all(Array.from({ length: 50 }, () => send(base + at.time))).then(
      () => (ended = 'done'),
      (error: unknown) => (ended = String(error)),
    );
    await pass(() => ended === 'pending');
    expect(ended).toBe('done');
    await done;
    expect([simulated.log.length, simulated.violations]).toEqual([50, []]);
  });
});

describe('time faked by node:test', () => {
  afterEach(() => {
    mock.timers.reset();
  });

  it.each(
    Object.keys(clients).flatMap((client) => [
      [client, 'throttle' as const],
      [client, 'answer-lost' as const],
    ]),
  )('%s places one order once through a %s', async (client, fault) => {
    const [, at] = cases[1] ?? cases[0] ?? [];
    const place = clients[client];
    if (!at || !place) throw new Error('nothing to test');
    mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: 1_700_000_000_000 });
    const simulated = await once(place, at, fault, async (isPending) => {
      for (let step = 0; step < 600 && isPending(); step += 1) {
        mock.timers.tick(100);
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    expect(simulated.executions('7001')).toBe(1);
  });
});
