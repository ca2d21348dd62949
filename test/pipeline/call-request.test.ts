import { expect, it } from 'vitest';
import { routeReader } from '../../src/catalog/routes.ts';
import { mexcContract } from '../../src/index.ts';
import { CallRequest } from '../../src/pipeline/call-request.ts';
import type { TransportCall } from '../../src/transport/call.ts';

const path = '/api/v1/private/order/submit_batch';
const url = new URL(`http://127.0.0.1${path}`);
const ids = ['a', 'b', 'c'];
const body = JSON.stringify(ids.map((externalOid) => ({ symbol: 'BTC_USDT', externalOid })));
const transport = {
  method: 'POST',
  path,
  describe: () => ({ method: 'POST', url, path, query: '', headers: {}, body }),
} as Partial<TransportCall> as TransportCall;
const open = () =>
  new CallRequest(transport, { exchange: mexcContract, options: {}, routeOf: routeReader(mexcContract) });

it('a batch counts the items that it sends, and stays about all of its orders', () => {
  const request = open();
  expect([request.items, request.param('externalOid', 1)]).toEqual([3, 'b']);
  expect(request.keepItems([1])).toBe(true);
  expect([request.items, request.describe().body, request.changedBody]).toEqual([
    1,
    '[{"symbol":"BTC_USDT","externalOid":"b"}]',
    '[{"symbol":"BTC_USDT","externalOid":"b"}]',
  ]);
  expect(request.placed.map(({ clientOrderId }) => clientOrderId)).toEqual(ids);
  expect([request.clientOrderId, request.order.intent]).toEqual([undefined, undefined]);
});

it('the items of a repeat are those of the whole batch', () => {
  const request = open();
  request.keepItems([1, 2]);
  request.keepItems([2]);
  expect(request.describe().body).toBe('[{"symbol":"BTC_USDT","externalOid":"c"}]');
  expect(request.keepItems([3])).toBe(false);
});
