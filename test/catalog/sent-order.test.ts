import { describe, expect, it } from 'vitest';
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
