import { binanceUsdm } from 'exchange-interceptors/exchanges/binance-usdm';
import { describe, expect, it } from 'vitest';
import { readClientOrderId } from '../../src/catalog/order-ids.ts';
import { readSentOrder } from '../../src/catalog/sent-order.ts';

const read = (body: string) => readSentOrder({ path: '/', body });

describe('a form that spells out a list', () => {
  it('holds its items, in the order of their numbers', () => {
    const { isSeveral, fields } = read(
      'pair=X&orders[10][price]=2&orders[2][price]=1&orders%5B2%5D%5Bid%5D=a',
    );
    expect(isSeveral).toBe(true);
    expect(fields['orders']).toEqual([{ price: '1', id: 'a' }, { price: '2' }]);
    expect(fields['pair']).toBe('X');
  });

  it('of one item is about that one', () => {
    const { isSeveral, fields } = read('pair=X&orders[0][id]=a');
    expect([isSeveral, fields['id'], fields['pair']]).toEqual([false, 'a', 'X']);
  });

  it.each(['close[ordertype]=limit&price=1', 'orders[0]=a&orders[1]=b', 'a[0][b][c]=1', '[0][a]=1'])(
    'is another than %s',
    (body) => {
      const { isSeveral, fields } = read(body);
      expect(isSeveral).toBe(false);
      expect(Object.values(fields).some(Array.isArray)).toBe(false);
    },
  );
});

describe('a list that a query or a form holds as JSON', () => {
  const listed = (items: object) => `symbol=X&batchOrders=${encodeURIComponent(JSON.stringify(items))}`;

  it.each(['query', 'body'])('of one item is about that one: %s', (where) => {
    const read = (text: string) => readSentOrder({ path: '/', [where]: text });
    const { isSeveral, fields } = read(listed([{ newClientOrderId: 'a', price: '1' }]));
    expect([isSeveral, fields['newClientOrderId'], fields['symbol']]).toEqual([false, 'a', 'X']);
    expect(read(listed([{ id: 'a' }, { id: 'b' }]))).toMatchObject({ isSeveral: true });
    // A list of ids stays the text that it is.
    expect(read(listed([1])).fields['batchOrders']).toBe('[1]');
    expect(read('note=[{&price=1')).toMatchObject({ isSeveral: false, fields: { note: '[{' } });
  });

  it('names the order of a list of one, so that it is known when it comes again', () => {
    const path = '/fapi/v1/batchOrders';
    const query = listed([{ symbol: 'X', newClientOrderId: 'a' }]);
    expect(readClientOrderId(binanceUsdm, { path, query })).toBe('a');
    const two = listed([{ newClientOrderId: 'a' }, { newClientOrderId: 'b' }]);
    expect(readClientOrderId(binanceUsdm, { path, query: two })).toBeUndefined();
  });
});
