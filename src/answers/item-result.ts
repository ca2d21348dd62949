// What one item of a batch says.

import type { Envelope, ItemsShape } from '../catalog/envelope.ts';
import { fieldAt } from '../catalog/field.ts';
import type { Entry, ItemResult } from '../types.ts';
import { type CodeTable, findEntry } from './find-entry.ts';
import { hasFailureMark, isSomething, readFlag, readMessage } from './read-envelope.ts';

/** How the items of an answer are read. */
export interface ItemRules {
  readonly shape: ItemsShape;
  readonly envelope: Envelope;
  readonly codes: CodeTable;
}

/** A refusal that says nothing. */
export const nothingKnown = { ok: false, category: 'unknown', outcome: 'unknown' } as const;

/** Rows of items that their code alone does not find. */
const rowsOfItems = new WeakMap<ItemResult, Entry>();

/** Ids of items that have several. */
const severalIds = new WeakMap<ItemResult, readonly string[]>();

/** The row of a refused item. */
export function rowOfItem(item: ItemResult, codes: CodeTable): Entry | undefined {
  return rowsOfItems.get(item) ?? (item.code === undefined ? undefined : codes.get(item.code));
}

/** Undefined for what has no mark of a batch: an order's details may have an `errorCode` of another numbering. */
export function readItem(rules: ItemRules, item: unknown, index: number): ItemResult | undefined {
  const { shape, envelope } = rules;
  const ok = shape.ok ?? envelope.ok;
  if (typeof item !== 'object' || item === null) return readPlainItem(shape, ok, item, index);
  const flag = readFlag(shape, item);
  const message = readMessage(shape, item);
  const code = textIn(item, shape.code);
  const entry = code === undefined ? undefined : rowOf(rules, item, code, message);
  const id = idOf(shape, item);
  if (hasFailureMark(shape, item)) return refusal(rules, { index, code, message, entry, ...id });
  const isMark =
    code !== undefined &&
    (message !== undefined || entry !== undefined || shape.telling?.test(code) === true);
  // Where a text is all that an item can have, it is why the item was refused.
  const isRefused = shape.code === undefined && shape.flags === undefined && message !== undefined;
  const isBad = shape.bad?.some((path) => isSomething(fieldAt(item, path)));
  const isOk = code !== undefined && (ok.includes(code) || entry?.category === 'success');
  if (flag === undefined && !isMark && !isRefused && isBad === undefined && !(isOk && shape.ok))
    return undefined;
  const isGood = isBad ? isOk : (flag ?? (isOk || (isBad === false && isWhole(shape, item, code))));
  return isGood ? { index, ok: true, ...id } : refusalOf(rules, { index, code, message, entry, flag, ...id });
}

/** What has no reason and no mark, beside items that have, may be anything. */
function refusalOf(
  rules: ItemRules,
  { flag, ...refused }: Refused & { readonly flag: boolean | undefined },
): ItemResult {
  const { index, code, message, id } = refused;
  const hasReason = flag === false || code !== undefined || message !== undefined;
  if (hasReason || rules.shape.bad === undefined) return refusal(rules, refused);
  return { index, ...nothingKnown, ...(id !== undefined && { id }) };
}

/** A good item has something in it, or what good ones have, and no code but one of success. */
function isWhole({ good }: ItemsShape, item: object, code: string | undefined): boolean {
  const isKnown = good?.some((path) => isSomething(fieldAt(item, path))) ?? true;
  return code === undefined && isKnown && Object.keys(item).length > 0;
}

/** Where a mark says which items were refused, a text may be all of a good one. */
function readPlainItem(
  { bad }: ItemsShape,
  ok: readonly string[],
  item: unknown,
  index: number,
): ItemResult | undefined {
  if (bad === undefined || item === undefined) return undefined;
  return typeof item === 'string' && ok.includes(item) ? { index, ok: true } : { index, ...nothingKnown };
}

/** An element of a list of what was refused. */
export function readRefusedItem(rules: ItemRules, item: object, index: number): ItemResult {
  const message = readMessage(rules.shape, item);
  const code = textIn(item, rules.shape.code);
  const entry = code === undefined ? undefined : rowOf(rules, item, code, message);
  return withIds(
    rules.shape,
    item,
    refusal(rules, { index, code, message, entry, ...idOf(rules.shape, item) }),
  );
}

/** Remembers all ids of an item: which of them the request has, the answer alone does not say. */
export function withIds(shape: ItemsShape, item: unknown, result: ItemResult): ItemResult {
  const ids = idsOf(shape, item);
  if (ids.length > 1) severalIds.set(result, ids);
  return result;
}

interface Refused {
  readonly index: number;
  readonly id?: string;
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly entry: Entry | undefined;
}

function refusal(
  { shape, envelope, codes }: ItemRules,
  { index, code, message, entry, ...id }: Refused,
): ItemResult {
  const known = entry?.category === 'success' ? undefined : entry;
  const item: ItemResult = {
    index,
    ok: false,
    ...id,
    ...(code !== undefined && { code }),
    category: known?.category ?? 'unknown',
    outcome: known?.outcome ?? shape.unlisted ?? envelope.unlisted ?? 'unknown',
    ...(message !== undefined && { message }),
  };
  if (entry && code !== undefined && codes.get(code) !== entry) rowsOfItems.set(item, entry);
  return item;
}

/** The row of code and sub-code, else of the code. */
function rowOf(
  { shape, envelope, codes }: ItemRules,
  item: object,
  code: string,
  message: string | undefined,
): Entry | undefined {
  const subCode = textIn(item, shape.subCode);
  const finer = subCode === undefined ? undefined : codes.get(`${code}_${subCode}`);
  return finer ?? findEntry(envelope, codes, code, message);
}

function textIn(item: object, paths: readonly string[] | undefined): string | undefined {
  const raw = paths?.map((path) => fieldAt(item, path)).find((found) => found !== undefined);
  return (typeof raw === 'string' && raw !== '') || typeof raw === 'number' ? String(raw) : undefined;
}

/** By which the request names the item, as far as the answer alone says. */
export function idOf(shape: ItemsShape, item: unknown): { readonly id?: string } {
  const [id] = idsOf(shape, item);
  return id === undefined ? {} : { id };
}

/** All ids of an item, by one of which the request names it. */
export function idsOf({ id = [] }: ItemsShape, item: unknown): readonly string[] {
  const isObject = typeof item === 'object' && item !== null;
  // Where an item is an id and nothing else, that is it.
  const found = isObject ? id.map((path) => fieldAt(item, path)) : id.slice(0, 1).map(() => item);
  return found.filter(isId).map((one) => String(one).slice(0, 100));
}

/** The ids of an item, of which the request may have another than the first. */
export function idsOfResult(item: ItemResult): readonly string[] {
  return severalIds.get(item) ?? (item.id === undefined ? [] : [item.id]);
}

function isId(value: unknown): value is string | number | bigint {
  return (
    typeof value === 'number' || typeof value === 'bigint' || (typeof value === 'string' && value !== '')
  );
}
