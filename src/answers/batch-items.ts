// The results of a batch, one by one and as a whole.

import type { Envelope, ItemsShape } from '../catalog/envelope.ts';
import { fieldAt } from '../catalog/field.ts';
import type { Classification, ItemResult } from '../types.ts';
import type { CodeTable } from './find-entry.ts';
import {
  type ItemRules,
  idOf,
  nothingKnown,
  readItem,
  readRefusedItem,
  rowOfItem,
  withIds,
} from './item-result.ts';

/** The results of a batch in the order of its items; undefined where the answer is none of a batch. */
export function readBatchItems(
  envelope: Envelope,
  codes: CodeTable,
  value: object,
): readonly ItemResult[] | undefined {
  for (const shape of envelope.items ?? []) {
    const items = readItems({ shape, envelope, codes }, value);
    if (items) return items;
  }
  return undefined;
}

function readItems(rules: ItemRules, value: object): readonly ItemResult[] | undefined {
  const { at = '', failed, failedIds, parts } = rules.shape;
  if (failed !== undefined || failedIds) return readTwoLists(rules, value);
  const place = at === '' ? value : fieldAt(value, at);
  if (parts) return readParts(rules, parts, place);
  if (!Array.isArray(place)) return undefined;
  const items = place.map((item: unknown, index) => {
    const result = readItem(rules, item, index);
    return result && withIds(rules.shape, item, result);
  });
  if (items.every((item) => item === undefined)) return undefined;
  return items.map((item, index) => item ?? unmarked(rules.shape, place[index], index));
}

/** What has no mark beside items that have. */
function unmarked(shape: ItemsShape, item: unknown, index: number): ItemResult {
  return item === null ? { index, ...nothingKnown } : { index, ok: true, ...idOf(shape, item) };
}

/** Objects of the answer that are its items; what is missing or null was not attempted. */
function readParts(
  rules: ItemRules,
  parts: readonly string[],
  place: unknown,
): readonly ItemResult[] | undefined {
  if (typeof place !== 'object' || place === null) return undefined;
  const items = parts.flatMap((path, index) => {
    const part = fieldAt(place, path) ?? undefined;
    return readItem(rules, part, index) ?? [];
  });
  return items.length > 0 ? items : undefined;
}

/** What worked and what did not. A refused item that is no more than an id has no reason. */
function readTwoLists(rules: ItemRules, value: object): readonly ItemResult[] | undefined {
  const { shape } = rules;
  const failed = listAt(value, shape.failed ?? shape.at ?? '');
  const done = listAt(value, shape.done ?? shape.doneAt ?? '');
  if (!failed && (shape.failed === undefined || !done)) return undefined;
  const worked = done ?? [];
  return [
    ...worked.map((item, index) => withIds(shape, item, { index, ok: true, ...idOf(shape, item) })),
    ...(failed ?? []).map((item, at) => toRefused(rules, item, worked.length + at)),
  ];
}

/** A list, or as many items as a number in its place says: of these nothing is known. */
function listAt(value: object, path: string): readonly unknown[] | undefined {
  const found = fieldAt(value, path);
  // A list may have gaps, which `map` would leave in.
  if (Array.isArray(found)) return [...(found as readonly unknown[])];
  if (typeof found !== 'number' || !Number.isInteger(found) || found < 0) return undefined;
  return Array.from({ length: Math.min(found, mostCounted) }, () => null);
}

/** No request names so many. */
const mostCounted = 1000;

function toRefused(rules: ItemRules, item: unknown, index: number): ItemResult {
  if (!rules.shape.failedIds && typeof item === 'object' && item !== null)
    return readRefusedItem(rules, item, index);
  if (item === null) return { index, ...nothingKnown };
  return { index, ...nothingKnown, ...idOf(rules.shape, item), message: shown(item) };
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
export function summarizeBatch(items: readonly ItemResult[], codes: CodeTable): Classification {
  const bad = items.filter((item) => !item.ok);
  const first = bad[0];
  if (!first) return { ok: true, items };
  const none = bad.length === items.length;
  const entry = rowOfItem(first, codes);
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
