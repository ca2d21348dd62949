import { expect, it } from 'vitest';
import { hyperliquid } from '../../src/catalog/hyperliquid/index.ts';
import { okx } from '../../src/catalog/okx/index.ts';
import { createGateway, type Exchange, interceptFetch, isExchangeError } from '../../src/index.ts';

const statuses = (...items: readonly object[]): object => ({
  status: 'ok',
  response: { type: 'order', data: { statuses: items } },
});
const error = { error: 'Order must have minimum value of $10.' };

async function endOf(exchange: Exchange, path: string, sent: object, body: object): Promise<string> {
  const gateway = createGateway({ exchange, sign: () => ({ headers: {} }) });
  const send = interceptFetch(gateway, () => Promise.resolve(Response.json(body)));
  const init = { method: 'POST', body: JSON.stringify(sent) };
  const end = await send(`https://${exchange.hosts[0]}${path}`, init).then(
    () => 'good',
    (thrown: unknown) => (isExchangeError(thrown) ? `${thrown.category} ${thrown.outcome}` : String(thrown)),
  );
  await gateway.close();
  return end;
}

it('one refusal stands for all orders of a request where the exchange says so, and nowhere else', async () => {
  const orders = { action: { type: 'order', orders: [{ c: '1' }, { c: '2' }] }, nonce: 1 };
  const ends = await Promise.all([
    endOf(hyperliquid, '/exchange', orders, statuses(error)),
    endOf(hyperliquid, '/exchange', orders, statuses({ resting: { oid: 1 } })),
    endOf(hyperliquid, '/exchange', orders, statuses(error, { resting: { oid: 1 } })),
    endOf(okx, '/api/v5/trade/batch-orders', [{ clOrdId: 'a' }, { clOrdId: 'b' }], {
      code: '1',
      msg: '',
      data: [{ sCode: '51008', sMsg: 'x' }],
    }),
  ]);
  expect(ends).toEqual([
    'invalid-order rejected',
    'unknown unknown',
    'invalid-order partial',
    'unknown unknown',
  ]);
});
