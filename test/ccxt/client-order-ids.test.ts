import { describe, expect, it } from 'vitest';
import { readClientOrderId } from '../../src/catalog/order-ids.ts';
import { byClientOrderId, createGateway, type GatewayOptions } from '../../src/index.ts';
import { attached, lost, make, theirs } from './support.ts';

/** What goes over the wire, and the id that it stands for. */
const orders: readonly (readonly [id: string, method: string, params: unknown, wire: string])[] = [
  ['okx', 'privatePostTradeBatchOrders', [{ instId: 'BTC-USDT', clOrdId: 'my1' }], '"clOrdId":"my1"'],
  ['gate', 'privateSpotPostOrders', { currency_pair: 'BTC_USDT', text: 't-my1' }, '"text":"t-my1"'],
  ['gate', 'privateFuturesPostSettleOrders', { settle: 'usdt', text: 't-my1' }, '"text":"t-my1"'],
  ['htx', 'spotPrivatePostV1OrderOrdersPlace', { 'client-order-id': 'my1' }, '"client-order-id":"my1"'],
  ['mexc', 'spotPrivatePostOrder', { symbol: 'BTCUSDT', newClientOrderId: 'my1' }, 'newClientOrderId=my1'],
  [
    'mexc',
    'contractPrivatePostOrderSubmit',
    { symbol: 'BTC_USDT', externalOid: 'my1' },
    '"externalOid":"my1"',
  ],
  ['deribit', 'privateGetBuy', { instrument_name: 'BTC-PERPETUAL', label: 'my1' }, 'label=my1'],
  ['krakenfutures', 'privatePostSendorder', { symbol: 'PF_XBTUSD', cliOrdId: 'my1' }, 'cliOrdId=my1'],
  ['bitfinex', 'privatePostAuthWOrderSubmit', { symbol: 'tBTCUST', cid: 1234567 }, '"cid":1234567'],
  ['bybit', 'privatePostV5OrderCreate', { orderLinkId: 'my1' }, '"orderLinkId":"my1"'],
];

const asking = (asked: unknown[]): Partial<GatewayOptions> => ({
  reconcile: {
    ask: ({ clientOrderId }) => {
      asked.push(clientOrderId);
      return { found: true, response: {} };
    },
    settleMs: 0,
    asks: 1,
  },
});

describe('the client order id of an order over ccxt', () => {
  it.each(orders)('is what stands on the wire: %s %s', async (id, method, params, wire) => {
    const asked: unknown[] = [];
    const { instance, stub } = attached(id, [lost], asking(asked), theirs);
    await instance[method]?.(params as object);
    const [seen] = stub.seen;
    expect(`${seen?.url.search}${seen?.body}`).toContain(wire);
    expect(asked).toEqual([/\d{7}/.exec(wire)?.[0] ?? 'my1']);
  });

  it('is nobody’s where several orders are sent at once', async () => {
    const asked: unknown[] = [];
    const { instance } = attached('okx', [lost], asking(asked));
    await instance['privatePostTradeBatchOrders']?.([{ clOrdId: 'my1' }, { clOrdId: 'my2' }] as object);
    expect(asked).toEqual([undefined]);
  });

  it('keeps the digits of a long number', async () => {
    const asked: unknown[] = [];
    const { instance } = attached('bitfinex', [lost], asking(asked));
    Object.assign(instance, {
      sign: () => ({
        url: 'https://api.bitfinex.com/v2/auth/w/order/submit',
        method: 'POST',
        body: '{"cid":1234567890123456789}',
      }),
    });
    await instance['privatePostAuthWOrderSubmit']?.({});
    expect(asked).toEqual(['1234567890123456789']);
  });

  it('is none where Gate names the order by itself', () => {
    const exchange = theirs(make('gate'));
    const path = '/api/v4/spot/orders';
    expect(readClientOrderId(exchange, { path, body: '{"text":"apiv4"}' })).toBeUndefined();
  });

  it('cannot be made up, since ccxt alone could send it', async () => {
    for (const id of ['mexc', 'lbank', 'okx']) {
      const { instance } = attached(id, [{ body: {} }], { describe: () => ({ clientOrderId: 'auto' }) });
      const method = { mexc: 'spotPrivatePostOrder', lbank: 'spotPrivatePostCreateOrder' }[id];
      const call = instance[method ?? 'privatePostTradeOrder']?.({ symbol: 'BTCUSDT' });
      await expect(call).rejects.toThrow(/client order id|is not known to take an id/);
    }
  });
});

describe('a look-up over ccxt', () => {
  it('is refused where the gateway is made, for nobody could sign it', () => {
    for (const id of ['mexc', 'bybit']) {
      const exchange = theirs(make(id));
      expect(() => createGateway({ exchange, reconcile: byClientOrderId() })).toThrow(/look-up/);
    }
  });
});
