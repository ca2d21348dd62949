// Cancels that name their order by the exchange's own id, in the path or in a list, and whose answer was lost.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { coinbase, gate, htx, kraken, kucoin } from '../../src/catalog/all.ts';
import type { Exchange } from '../../src/catalog/exchange.ts';
import { lookUpRequest, lookUpsFor, ownIdIn } from '../../src/catalog/look-up.ts';
import { readSentOrder } from '../../src/catalog/sent-order.ts';
import { byClientOrderId, createGateway, interceptFetch } from '../../src/index.ts';
import { settle } from '../support/time.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000, toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

interface Row {
  readonly exchange: Exchange;
  readonly cancel: string;
  readonly body?: string;
  readonly lookUp: string;
  readonly shown: (isOpen: boolean) => unknown;
  /** What the cancel resolves with; undefined: what the look-up showed. */
  readonly answer?: unknown;
}

const hf = (isOpen: boolean): unknown => ({
  code: '200000',
  data: { id: '28', clientOid: 'c', active: isOpen },
});

const rows: readonly Row[] = [
  {
    exchange: gate,
    cancel: 'DELETE https://api.gateio.ws/api/v4/spot/orders/28?currency_pair=BTC_USDT',
    lookUp: 'GET /api/v4/spot/orders/28?currency_pair=BTC_USDT',
    shown: (isOpen) => ({
      id: '28',
      text: 'apiv4',
      currency_pair: 'BTC_USDT',
      status: isOpen ? 'open' : 'cancelled',
    }),
  },
  {
    exchange: gate,
    cancel: 'DELETE https://api.gateio.ws/api/v4/futures/usdt/orders/28',
    lookUp: 'GET /api/v4/futures/usdt/orders/28',
    shown: (isOpen) => ({ id: 28, text: 'api', status: isOpen ? 'open' : 'finished' }),
  },
  {
    exchange: gate,
    cancel: 'POST https://api.gateio.ws/api/v4/spot/cancel_batch_orders',
    body: '[{"currency_pair":"BTC_USDT","id":"28"}]',
    lookUp: 'GET /api/v4/spot/orders/28?currency_pair=BTC_USDT',
    shown: (isOpen) => ({ id: '28', currency_pair: 'BTC_USDT', status: isOpen ? 'open' : 'cancelled' }),
    answer: {
      0: {
        id: '28',
        currency_pair: 'BTC_USDT',
        status: 'cancelled',
        succeeded: true,
        label: '',
        message: '',
      },
    },
  },
  {
    exchange: gate,
    cancel: 'POST https://api.gateio.ws/api/v4/futures/usdt/batch_cancel_orders',
    body: '["28"]',
    lookUp: 'GET /api/v4/futures/usdt/orders/28',
    shown: (isOpen) => ({ id: '28', status: isOpen ? 'open' : 'finished' }),
    answer: { 0: { id: '28', status: 'finished', succeeded: true, label: '', message: '' } },
  },
  {
    exchange: kucoin,
    cancel: 'DELETE https://api.kucoin.com/api/v1/hf/orders/28?symbol=BTC-USDT',
    lookUp: 'GET /api/v1/hf/orders/28?symbol=BTC-USDT',
    shown: hf,
    answer: { code: '200000', data: { orderId: '28' } },
  },
  {
    exchange: kucoin,
    cancel: 'DELETE https://api.kucoin.com/api/v1/hf/orders/sync/28?symbol=BTC-USDT',
    lookUp: 'GET /api/v1/hf/orders/28?symbol=BTC-USDT',
    shown: hf,
    answer: { code: '200000', data: { orderId: '28' } },
  },
  {
    exchange: kucoin,
    cancel: 'DELETE https://api-futures.kucoin.com/api/v1/orders/28',
    lookUp: 'GET /api/v1/orders/28',
    shown: (isOpen) => ({ code: '200000', data: { id: '28', status: isOpen ? 'open' : 'done' } }),
    answer: { code: '200000', data: { cancelledOrderIds: ['28'] } },
  },
  {
    exchange: htx,
    cancel: 'POST https://api.huobi.pro/v1/order/orders/28/submitcancel',
    lookUp: 'GET /v1/order/orders/28',
    shown: (isOpen) => ({ status: 'ok', data: { id: 28, state: isOpen ? 'submitted' : 'canceled' } }),
    // "A single string which represents the order id".
    answer: { status: 'ok', data: '28' },
  },
  {
    exchange: htx,
    cancel: 'POST https://api.huobi.pro/v1/order/orders/batchcancel',
    body: '{"order-ids":["28"]}',
    lookUp: 'GET /v1/order/orders/28',
    shown: (isOpen) => ({ status: 'ok', data: { id: 28, state: isOpen ? 'submitted' : 'canceled' } }),
    answer: { status: 'ok', data: { success: ['28'], failed: [] } },
  },
  {
    exchange: coinbase,
    cancel: 'POST https://api.coinbase.com/api/v3/brokerage/orders/batch_cancel',
    body: '{"order_ids":["28"]}',
    lookUp: 'GET /api/v3/brokerage/orders/historical/28',
    shown: (isOpen) => ({ order: { order_id: '28', status: isOpen ? 'OPEN' : 'CANCELLED' } }),
    answer: {
      results: [{ success: true, failure_reason: 'UNKNOWN_CANCEL_FAILURE_REASON', order_id: '28' }],
    },
  },
];

/** The cancel is lost, and what shows its order is asked: open the first time, over afterwards. */
async function play({ exchange, cancel, body, shown }: Row, openFor: number) {
  const [method = '', url = ''] = cancel.split(' ');
  const seen: string[] = [];
  let asked = 0;
  const wire: typeof fetch = async (input, init = {}) => {
    const to = new URL(String(input));
    seen.push(`${init.method ?? 'GET'} ${to.pathname}${to.search}`);
    if (to.href === url && init.method === method)
      throw new TypeError('fetch failed', {
        cause: Object.assign(new Error('reset'), { code: 'ECONNRESET', syscall: 'read' }),
      });
    asked += 1;
    return Response.json(shown(asked <= openFor));
  };
  const gateway = createGateway({
    exchange,
    limits: false,
    sign: () => ({ headers: { sign: 'x' } }),
    reconcile: byClientOrderId(),
  });
  const send = interceptFetch(gateway, wire);
  const headers = { 'content-type': 'application/json' };
  const sent = send(url, { method, ...(body !== undefined && { body, headers }) }).then((answer) =>
    answer.json(),
  );
  const { value, error } = await settle(sent, 50);
  // Beside what the cancel answers stands the record that was found.
  const { reconciled: _, ...answer } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return { value: answer, error, seen };
}

describe('a lost cancel by an id of the exchange', () => {
  it('is done where its order is over, and goes again while it is open', async () => {
    const found: unknown[] = [];
    for (const row of rows) {
      const [cancel = ''] = [`${row.cancel.split(' ')[0]} ${row.cancel.split(/\/\/[^/]+/)[1]}`];
      const over = await play(row, 0);
      const wanted = [[cancel, row.lookUp], row.answer ?? row.shown(false)];
      if (JSON.stringify([over.seen, over.value]) !== JSON.stringify(wanted))
        found.push([row.cancel, over, wanted]);
      const open = await play(row, 1);
      const again = [cancel, row.lookUp, cancel, row.lookUp];
      if (JSON.stringify(open.seen) !== JSON.stringify(again)) found.push([row.cancel, open]);
    }
    expect(found).toEqual([]);
  });

  it('is not asked about where its list names several, or where the id in the path is one of the caller', () => {
    const idOf = (exchange: Exchange, path: string, body?: string): readonly (string | undefined)[] => {
      const sent = readSentOrder({ path, body });
      return lookUpsFor(exchange, path).map((route) => ownIdIn(route, path, sent));
    };
    const batch = '/api/v3/brokerage/orders/batch_cancel';
    expect(idOf(coinbase, batch, '{"order_ids":["1","2"]}')).toEqual([undefined]);
    expect(idOf(coinbase, batch, '{"order_ids":["1"]}')).toEqual(['1']);
    expect(idOf(kucoin, '/api/v1/hf/orders/client-order/my1')).toEqual([undefined]);
    const list = '/api/v4/spot/cancel_batch_orders';
    const both = ['1', '2'].map((id) => ({ currency_pair: 'BTC_USDT', id }));
    expect(idOf(gate, list, JSON.stringify(both))).toEqual([undefined]);
    expect(idOf(gate, list, JSON.stringify(both.slice(0, 1)))).toEqual(['1']);
  });

  it('stands in a list of one over a socket', () => {
    const path = '/0/private/CancelOrder';
    const sent = readSentOrder({ path, body: '{"order_id":["OXM2QD"]}' });
    const [route] = lookUpsFor(kraken, path).filter((one) => ownIdIn(one, path, sent) !== undefined);
    const ownId = route && ownIdIn(route, path, sent);
    const asked = route && lookUpRequest(route, { clientOrderId: undefined, ownId, sent });
    expect(asked).toMatchObject({ path: '/0/private/QueryOrders', body: 'txid=OXM2QD' });
  });
});
