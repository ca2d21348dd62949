// What one item of a batch says.
import type { Envelope, ItemsShape } from '../catalog/envelope.ts';
import type { Entry, ItemResult } from '../types.ts';
import { type CodeTable, findEntry } from './find-entry.ts';
import { hasFailureMark, isSomething, readField, readFlag, readMessage } from './read-envelope.ts';

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
  const isBad = shape.bad?.some((path) => isSomething(readField(item, path)));
  const isOk = code !== undefined && (ok.includes(code) || entry?.category === 'success');
  if (flag === undefined && !isMark && !isRefused && isBad === undefined && !(isOk && shape.ok))
    return undefined;
  const isGood = isBad ? isOk : (flag ?? (isOk || (isBad === false && isWhole(item, code))));
  return isGood ? { index, ok: true, ...id } : refusal(rules, { index, code, message, entry, ...id });
}

/** A good item has something in it, and no code but one of success. */
function isWhole(item: object, code: string | undefined): boolean {
  return code === undefined && Object.keys(item).length > 0;
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
  return refusal(rules, { index, code, message, entry, ...idOf(rules.shape, item) });
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
  const raw = paths?.map((path) => readField(item, path)).find((found) => found !== undefined);
  return (typeof raw === 'string' && raw !== '') || typeof raw === 'number' ? String(raw) : undefined;
}

/** By which the request names the item. */
export function idOf(shape: ItemsShape, item: unknown): { readonly id?: string } {
  const isObject = typeof item === 'object' && item !== null;
  const id = isObject
    ? shape.id?.map((path) => readField(item, path)).find(isId)
    : // Where an item is an id and nothing else, that is it.
      shape.id && item;
  return isId(id) ? { id: String(id).slice(0, 100) } : {};
}

function isId(value: unknown): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && value !== '');
}
