// What became of the single items of a batch.
import type { Envelope, ItemsShape } from '../catalog/envelope.ts';
import type { Classification, Entry, ItemResult } from '../types.ts';
import { readField, readFlag, readMessage } from './read-envelope.ts';

/** The results of a batch in the order of its items; undefined where the answer is none of a batch. */
export function readBatchItems(
  envelope: Envelope,
  codes: ReadonlyMap<string, Entry>,
  value: object,
): readonly ItemResult[] | undefined {
  for (const shape of envelope.items ?? []) {
    const list = shape.at === '' ? value : readField(value, shape.at);
    if (!Array.isArray(list)) continue;
    if (shape.failedIds) return byIds(shape, value, list);
    const items = list.map((item: unknown, index) => toItem(shape, envelope, codes, item, index));
    if (items.some((item) => item !== undefined))
      return items.map((item, index) => item ?? { index, ok: true });
  }
  return undefined;
}

/**
 * Undefined for an element without a mark of a batch: an order's details have an `errorCode` too, of another numbering
 * and without a text.
 */
function toItem(
  shape: ItemsShape,
  envelope: Envelope,
  codes: ReadonlyMap<string, Entry>,
  item: unknown,
  index: number,
): ItemResult | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const flag = readFlag(shape, item);
  const message = readMessage(shape, item);
  const code = itemCode(shape, item);
  const isMark =
    code !== undefined && (message !== undefined || codes.has(code) || shape.telling?.test(code) === true);
  // Where a text is all that an item can have, it is why the item was refused.
  const isRefused = shape.code === undefined && shape.flags === undefined && message !== undefined;
  if (flag === undefined && !isMark && !isRefused) return undefined;
  const entry = code === undefined ? undefined : codes.get(code);
  const good = flag ?? (code !== undefined && (envelope.ok.includes(code) || entry?.category === 'success'));
  if (good) return { index, ok: true };
  return {
    index,
    ok: false,
    ...(code !== undefined && { code }),
    category: entry && entry.category !== 'success' ? entry.category : 'unknown',
    outcome: entry && entry.outcome !== 'ok' ? entry.outcome : 'unknown',
    ...(message !== undefined && { message }),
  };
}

function itemCode(shape: ItemsShape, item: object): string | undefined {
  const raw = shape.code?.map((path) => readField(item, path)).find((found) => found !== undefined);
  return (typeof raw === 'string' && raw !== '') || typeof raw === 'number' ? String(raw) : undefined;
}

/** For two lists of ids, those that worked and those that did not, without reasons. */
function byIds(
  shape: ItemsShape,
  value: object,
  failedIds: readonly unknown[],
): readonly ItemResult[] | undefined {
  const done = shape.doneAt === undefined ? undefined : readField(value, shape.doneAt);
  const count = Array.isArray(done) ? done.length : 0;
  return [
    ...Array.from({ length: count }, (_, index) => ({ index, ok: true })),
    ...failedIds.map((id, at) => ({
      index: count + at,
      ok: false,
      category: 'unknown' as const,
      outcome: 'unknown' as const,
      message: shown(id),
    })),
  ];
}

/** An id as text. What is no id may be anything, nested deeper than a stack is. */
function shown(id: unknown): string {
  try {
    return (typeof id === 'object' ? JSON.stringify(id) : String(id)).slice(0, 200);
  } catch {
    return 'an item that cannot be shown';
  }
}

/** One classification of a whole batch: that of the first item that failed, with outcome `partial` where others stand. */
export function summarizeBatch(
  items: readonly ItemResult[],
  codes: ReadonlyMap<string, Entry>,
): Classification {
  const bad = items.filter((item) => !item.ok);
  const first = bad[0];
  if (!first) return { ok: true, items };
  const none = bad.length === items.length;
  const entry = first.code === undefined ? undefined : codes.get(first.code);
  const certain = bad.every((item) => item.outcome === 'rejected');
  return {
    ok: false,
    ...(first.code !== undefined && { code: first.code }),
    category: first.category ?? 'unknown',
    outcome: none ? (certain ? 'rejected' : 'unknown') : 'partial',
    ...(first.message !== undefined && { message: first.message }),
    ...(entry && { entry }),
    items,
  };
}
