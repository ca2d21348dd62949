import { http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { simulateExchange } from '../../src/testing/index.ts';
import { cases, keys, mexcCase, over, oxFunCase, signed } from './cases.ts';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

describe('the same exchange, played by msw', () => {
  it.each(cases)('%s at its own origin', async (_, one) => {
    const sim = simulateExchange(one.exchange, { credentials: keys });
    const origin = 'https://exchange.example';
    server.use(...sim.handlers(`${origin}/any/path`, { http }));
    const order = await signed(one.sign, one.order('7001'), Date.now(), 'exchange.example');
    const lookup = await signed(one.sign, one.lookup('7001'), Date.now(), 'exchange.example');

    expect((await fetch(origin + one.time)).status).toBe(200);
    expect((await over(origin, order)).status).toBe(200);
    expect(await (await over(origin, lookup)).text()).toContain(sim.orders[0]?.placed[0]?.orderId);
    expect(sim.log.map(({ action, signatureOk }) => [action, signatureOk])).toEqual([
      ['time', undefined],
      ['order', true],
      ['lookup', true],
    ]);
  });

  it('with the path / and the Date header', async () => {
    const sim = simulateExchange(oxFunCase.exchange, { clockSkewMs: 3_600_000 });
    server.use(...sim.handlers(new URL('https://api.ox.fun'), { http }));
    const date = (await fetch('https://api.ox.fun/')).headers.get('date') ?? '';
    expect(Date.parse(date)).toBeGreaterThan(Date.now() + 3_500_000);
  });

  it('with its faults: no answer, half an answer, a late answer', async () => {
    const sim = simulateExchange(mexcCase.exchange);
    server.use(...sim.handlers('https://contract.mexc.com', { http }));
    const order = (id: string) => over('https://contract.mexc.com', mexcCase.order(id));

    sim.failNext('answer-lost');
    await expect(order('a')).rejects.toThrow(TypeError);
    sim.failNext('truncated');
    const cut = await order('b');
    expect(cut.status).toBe(200);
    await expect(cut.text()).rejects.toThrow();
    sim.failNext({ kind: 'delay', delayMs: 2 });
    expect((await order('c')).status).toBe(200);
    sim.failNext('request-lost');
    await expect(order('d')).rejects.toThrow(TypeError);
    expect(sim.orders.map(({ clientOrderId }) => clientOrderId)).toEqual(['a', 'b', 'c']);
  });
});
