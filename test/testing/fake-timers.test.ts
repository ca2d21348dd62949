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
      // Loaded before: an import takes real turns of the loop.
      const [, at] = cases[1] ?? cases[0] ?? [];
      const place = clients[client];
      const pass = drives[drive];
      if (!at || !place || !pass) throw new Error('nothing to test');
      await place(simulateExchange(at.exchange), at);
      vi.useFakeTimers({ ...fakes[fake], now: 1_700_000_000_000 });
      const simulated = await once(place, at, fault, pass);
      expect(simulated.executions('7001')).toBe(1);
      expect(simulated.timeRequests.length).toBeGreaterThan(0);
      expect(simulated.log.every(({ signatureOk }) => signatureOk !== false)).toBe(true);
    });
  });
});
