import { describe, expect, it } from 'vitest';
import { readBatchItems, summarizeBatch } from '../../src/answers/batch-items.ts';
import type { Classification, ItemResult } from '../../src/types.ts';
import { strict, wrapped } from '../policies/tiny.ts';

const read = (value: object): readonly ItemResult[] | undefined =>
  readBatchItems(strict, wrapped.codes.rest, value);
const summary = (items: readonly ItemResult[]): Classification => summarizeBatch(items, wrapped.codes.rest);

const noFunds = { errorCode: 1001, errorMsg: 'no money' };
const failedItem = { ok: false, code: '1001', category: 'funds', outcome: 'rejected', message: 'no money' };

describe('the items of a batch', () => {
  it('are read one by one', () => {
    expect(read({ data: [{ errorCode: 0, errorMsg: '' }, noFunds, { done: true }] })).toEqual([
      { index: 0, ok: true },
      { index: 1, ...failedItem },
      { index: 2, ok: true },
    ]);
  });

  it('may be told by a flag, whatever the code', () => {
    expect(read({ data: [{ done: 'false' }, { done: true, ...noFunds }] })).toEqual([
      { index: 0, ok: false, category: 'unknown', outcome: 'unknown' },
      { index: 1, ok: true },
    ]);
  });

  it('of a code that no table lists are unknown', () => {
    expect(read({ data: [{ errorCode: '7', errorMsg: 'what?' }] })).toEqual([
      { index: 0, ok: false, code: '7', category: 'unknown', outcome: 'unknown', message: 'what?' },
    ]);
  });

  it('are good by a code that the table calls success', () => {
    const envelope = { ...strict, ok: [] };
    const items = readBatchItems(envelope, wrapped.codes.rest, {
      data: [{ errorCode: '0', errorMsg: 'done' }],
    });
    expect(items).toEqual([{ index: 0, ok: true }]);
  });

  it.each([[{ data: [] }], [{ data: [{ price: 1 }] }], [{ data: [null, 5, 'id'] }], [{ data: {} }], [{}]])(
    'are none where nothing wears the mark of a batch: %j',
    (value) => {
      expect(read(value)).toBeUndefined();
    },
  );

  it('may be the answer itself', () => {
    const envelope = { ...strict, items: [{ at: '', flags: ['done'] }] };
    expect(readBatchItems(envelope, wrapped.codes.rest, [{ done: true }])).toEqual([{ index: 0, ok: true }]);
    expect(readBatchItems({ ...strict, items: [] }, wrapped.codes.rest, [{ done: true }])).toBeUndefined();
  });

  it('may be two lists of ids', () => {
    const nobodyKnows = { ok: false, category: 'unknown', outcome: 'unknown' };
    expect(read({ success: [1], failed: ['2', { toString: 3 }] })).toEqual([
      { index: 0, ok: true },
      { index: 1, ...nobodyKnows, message: '2' },
      { index: 2, ...nobodyKnows, message: '{"toString":3}' },
    ]);
    expect(read({ failed: [5] })).toEqual([{ index: 0, ...nobodyKnows, message: '5' }]);
  });
});

describe('one verdict over a batch', () => {
  const good: ItemResult = { index: 0, ok: true };
  const refused: ItemResult = { index: 1, ok: false, code: '1001', category: 'funds', outcome: 'rejected' };
  const doubtful: ItemResult = {
    index: 2,
    ok: false,
    category: 'server',
    outcome: 'unknown',
    message: 'busy',
  };

  it('is success where all are good', () => {
    expect(summary([good, good])).toEqual({ ok: true, items: [good, good] });
    expect(summary([])).toEqual({ ok: true, items: [] });
  });

  it('is `partial` where one of them failed, with its code and category', () => {
    const items = [good, refused];
    expect(summary(items)).toEqual({
      ok: false,
      code: '1001',
      category: 'funds',
      outcome: 'partial',
      entry: wrapped.catalog.get('1001'),
      items,
    });
    expect(summary([doubtful, good])).toMatchObject({ outcome: 'partial', category: 'server' });
  });

  it('is `rejected` where all were refused, and `unknown` where one of them is doubtful', () => {
    expect(summary([refused, refused])).toMatchObject({
      outcome: 'rejected',
      category: 'funds',
    });
    const items = [doubtful, refused];
    expect(summary(items)).toEqual({
      ok: false,
      category: 'server',
      outcome: 'unknown',
      message: 'busy',
      items,
    });
  });
});
