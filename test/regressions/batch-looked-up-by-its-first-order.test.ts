import { expect, it } from 'vitest';
import { readSentOrder } from '../../src/catalog/sent-order.ts';
import { byClientOrderId, interceptFetch, oxFun, UnknownOutcomeError } from '../../src/index.ts';
import { openSimulated } from '../support/simulated.ts';

const order = (clientOrderId: string) => ({
  clientOrderId,
  marketCode: 'BTC-USD',
  side: 'BUY',
  quantity: '1',
  price: '1',
  orderType: 'LIMIT',
});

it('a batch whose answer was lost is not sent again because its first order does not stand', async () => {
  const { exchange, base, gateway } = await openSimulated(
    oxFun,
    { limits: false, deduplicate: false },
    { limits: false, deadlineMs: 1500, reconcile: byClientOrderId({ settleMs: 0, asks: 1 }) },
  );
  exchange.failNext('answer-lost');
  // The first is refused for its price; the second is executed.
  const body = JSON.stringify({ orders: [{ ...order('8001'), price: '-1' }, order('8002')] });
  const error: unknown = await interceptFetch(gateway)(`${base}/v3/orders/place`, {
    method: 'POST',
    body,
  }).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(UnknownOutcomeError);
  expect(exchange.log.filter(({ action }) => action === 'order')).toHaveLength(1);
  expect([exchange.executions('8001'), exchange.executions('8002')]).toEqual([0, 1]);
});

it.each([
  ['{"orders":[{"a":1},{"a":2}]}', true],
  ['[{"a":1},{"a":2}]', true],
  ['{"orders":[{"a":1}]}', false],
  ['[{"a":1}]', false],
  ['{"a":[1,2]}', false],
  ['{"a":1}', false],
  ['garbage', false],
])('%s holds several orders: %s', (body, several) => {
  expect(readSentOrder({ path: '/', body }).isSeveral).toBe(several);
});
