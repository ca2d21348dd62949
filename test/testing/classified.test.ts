import { describe, expect, it } from 'vitest';
import { classify } from '../../src/answers/classify.ts';
import {
  type Fault,
  type SimRequest,
  type SimulateOptions,
  simulateExchange,
} from '../../src/testing/index.ts';
import type { Category } from '../../src/types.ts';
import { type Case, cases, keys, lbankCase, signed } from './cases.ts';

const now = () => 1_700_000_000_000;

/** What the package makes of the simulator's answer. */
function understood(one: Case, request: SimRequest, options: SimulateOptions = {}, fault?: Fault) {
  const sim = simulateExchange(one.exchange, { now, ...options });
  if (fault) sim.failNext(fault);
  const { status, headers, body } = sim.handle(request);
  return { verdict: classify(one.exchange, { status, headers, body }), logged: sim.log[0]?.code };
}

describe.each(cases)('%s: the package understands every answer', (_, one) => {
  it.each<[string, SimRequest]>([
    ['time', { method: 'GET', path: one.time }],
    ['ticker', { method: 'GET', path: one.ticker }],
    ['balance', { method: 'GET', path: one.balance }],
    ['order', one.order('1')],
    ['open', { method: 'GET', path: one.open }],
  ])('%s succeeds', (__, request) => {
    expect(understood(one, request).verdict.ok).toBe(true);
  });

  it.each<[Category, SimRequest, SimulateOptions]>([
    ['rate-limit', one.order('1'), { limits: [{ capacity: 1, windowMs: 9, weight: 2 }] }],
    ['funds', one.order('1'), { funds: 1 }],
    ['invalid-order', one.order('1', 10, 0), {}],
    ['order-not-found', one.lookup('1'), {}],
  ])('%s', (category, request, options) => {
    const { verdict, logged } = understood(one, request, options);
    expect(verdict).toMatchObject({ ok: false, category, code: logged });
  });

  it('a wrong clock and a wrong signature, where the exchange tells them', async () => {
    const options = { credentials: keys };
    const late = await signed(one.sign, one.order('1'), now() - 60_000);
    const clock = understood(one, late, { ...options, toleranceMs: 1000 }).verdict;
    // LBank has no code for the clock.
    expect(clock).toMatchObject({ ok: false, category: one === lbankCase ? 'timeout' : 'timestamp' });
    const right = await signed(one.sign, one.order('1'), now());
    const forged = { ...right, body: right.body?.replace('BTC', 'ETH') ?? '' };
    expect(understood(one, forged, options).verdict).toMatchObject({ ok: false, category: 'signature' });
  });

  it.each(['error-after', 'cut-json', 'garbage', 'html-502'] as const)(
    '%s leaves the order in doubt',
    (kind) => {
      const { verdict } = understood(one, one.order('1'), {}, { kind });
      expect(verdict).toMatchObject({ ok: false, outcome: 'unknown' });
    },
  );

  it('a page of the edge is a rate limit', () => {
    const { verdict } = understood(one, one.order('1'), {}, { kind: 'html' });
    expect(verdict).toMatchObject({ ok: false, category: 'rate-limit' });
  });
});
