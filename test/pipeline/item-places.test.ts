import { expect, it } from 'vitest';
import { binanceUsdm, htx, mexcContract, okx, oxFun } from '../../src/catalog/all.ts';
import type { Exchange } from '../../src/catalog/exchange.ts';
import { createGateway, interceptFetch, isExchangeError } from '../../src/index.ts';

const ids = ['a1', 'a2', 'a3'];
const named = (name: string): string => JSON.stringify(ids.map((id) => ({ [name]: id })));
const atMexc = [mexcContract, '/api/v1/private/order/submit_batch', named('externalOid')] as const;
const atOkx = [okx, '/api/v5/trade/batch-orders', named('clOrdId')] as const;
const atHtx = [htx, '/v1/order/batch-orders', named('client-order-id')] as const;
const atOxFun = [oxFun, '/v3/orders/place', `{"orders":${named('clientOrderId')}}`] as const;
const form = new URLSearchParams({ batchOrders: named('newClientOrderId') });
const atUsdm = [binanceUsdm, '/fapi/v1/batchOrders', form] as const;

const mexc = (externalOid: string, errorCode = 0) => ({ externalOid, orderId: 1, errorCode, errorMsg: 'x' });
const atOrder = (clOrdId: string, sCode = '0') => ({ clOrdId, ordId: '1', sCode, sMsg: '' });
const ox = (clientOrderId: string) => ({ clientOrderId, submitted: true, orderId: '1' });
const poor = 'account-frozen-balance-insufficient-error';
const placed = (id: string) => ({ 'client-order-id': id, 'order-id': 1 });
const refused = (id: string) => ({ 'client-order-id': id, 'err-code': poor, 'err-msg': 'x' });

/** What is sent, what comes back, and where its caller finds the item that was refused. */
const rows: readonly (readonly [readonly [Exchange, string, string | URLSearchParams], object, number])[] = [
  [atMexc, { success: true, code: 0, data: [mexc('a3', 2005), mexc('a2'), mexc('a1')] }, 2],
  [atOkx, { code: '2', msg: '', data: [atOrder('a2', '51008'), atOrder('a3'), atOrder('a1')] }, 1],
  [atHtx, { status: 'ok', data: [refused('a3'), placed('a1'), placed('a2')] }, 2],
  [
    atOxFun,
    {
      success: true,
      data: [{ clientOrderId: 'a3', submitted: false, code: '710006' }, ox('a1'), ox('a2')],
    },
    2,
  ],
  // It names no id, but the others do.
  [atUsdm, [{ code: -2019, msg: 'x' }, { clientOrderId: 'a1' }, { clientOrderId: 'a2' }], 2],
  // Nobody names one: as the answer has them.
  [atUsdm, [{ code: -2019, msg: 'x' }, { orderId: 1 }, { orderId: 2 }], 0],
  [atOkx, { code: '2', msg: '', data: [atOrder('', '51008'), atOrder(''), atOrder('')] }, 0],
];

it('an item of a batch stands at its place in the request wherever ids tell it', async () => {
  const wrong: unknown[] = [];
  for (const [[exchange, path, body], answer, place] of rows) {
    const gateway = createGateway({ exchange, limits: false, sign: () => ({}) });
    const send = interceptFetch(gateway, async () => Response.json(answer));
    const error: unknown = await send(`http://127.0.0.1${path}`, { method: 'POST', body }).catch(
      (thrown: unknown) => thrown,
    );
    const items = isExchangeError(error) ? (error.items ?? []) : [];
    const seen = items.map(({ index, ok }) => [index, ok]);
    const meant = ids.map((_, at) => [at, at !== place]);
    if (JSON.stringify(seen) !== JSON.stringify(meant)) wrong.push([exchange.id, seen, String(error)]);
    await gateway.close();
  }
  expect(wrong).toEqual([]);
});
