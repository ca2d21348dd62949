// What an attempt says of the items of a batch: their places, and which of them go again.
import { summarizeBatch } from '../answers/batch-items.ts';
import { idOf as idIn, idsOf as idsIn, idsOfResult, nothingKnown } from '../answers/item-result.ts';
import { idsOf } from '../catalog/batch.ts';
import type { ItemsShape } from '../catalog/envelope.ts';
import type { Exchange } from '../catalog/exchange.ts';
import { valueAt } from '../catalog/field.ts';
import type { Classification, ItemResult } from '../types.ts';
import { BatchRepeat, isDoubted, isRateRefusal, valueIn } from './batch-repeat.ts';
import type { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import type { SendResult } from './result.ts';
import { isPrivate, signerOf } from './signing.ts';
import { hasListOf, type TwoLists } from './splice-answer.ts';

/**
 * Books what an attempt says of the items of a batch, where the caller asked for `partial: 'repeat'`.
 * @returns what is decided on: the refusal of the items that go again by themselves, which are all that the call sends from
 * now on; where there are none, what the attempt says, or the whole batch where the attempt is good
 */
export function classifyItems(
  context: GatewayContext,
  call: CallState,
  result: SendResult,
  answered: Classification,
): Classification {
  const classification = placeItems(context.exchange, call, result, answered);
  if (call.options.partial !== 'repeat') return classification;
  if (!call.batch) call.batch = beginRepeat(context, call, result, { classification, answered });
  else call.batch.add(result, classification);
  const { batch } = call;
  if (!batch) return classification;
  const refusal = batch.refusal(classification);
  if (!refusal) return classification.ok ? batch.whole : classification;
  // What cannot be taken apart goes as a whole, or not at all.
  if (!call.request.keepItems(batch.pending)) call.batch = undefined;
  else call.signedOnce = undefined;
  return call.batch ? refusal : classification;
}

/**
 * The items at their places in the request, where the answer names each by its id; else as the answer has them. Of what it leaves
 * out nothing is known.
 */
function placeItems(
  exchange: Exchange,
  call: CallState,
  result: SendResult,
  classification: Classification,
): Classification {
  const { items: told, ok } = classification;
  // Most answers list none, and what no batch is need not be described.
  if (!told && !(ok && exchange.batches.length > 0 && !call.replaySafe)) return classification;
  const { batch, sent: order } = call.request.order;
  // Where a definition knows its batches, a request that holds a list is none of them.
  if (!batch && (exchange.batches.length > 0 || !order.isSeveral)) return classification;
  if (!batch) return withOthers(exchange, call, classification, call.request.items);
  const ids = idsOf(batch);
  const sent = call.batch ? call.batch.pending.map((place) => ids[place]) : ids;
  const items = told ?? listedIn(exchange, result);
  if (!items || (!told && items.length >= sent.length)) return classification;
  const placed = inPlace(items, sent);
  const isShort = items.length < sent.length && !call.replaySafe && listsAll(exchange);
  if (isShort && (mayStandForAll(exchange, items) || isForAll(exchange, items))) return classification;
  if (isShort) return withLeftOut(exchange, sent, items, placed);
  const whole = placed ? { ...classification, items: placed } : classification;
  return withOthers(exchange, call, whole, sent.length);
}

/** A refusal of fewer items than were sent: those that it leaves out stand where only refused ones are listed, or may stand. */
function withOthers(
  exchange: Exchange,
  call: CallState,
  classification: Classification,
  count: number,
): Classification {
  const { ok, items = [] } = classification;
  if (ok || classification.outcome !== 'rejected' || call.replaySafe) return classification;
  if (items.length === 0 || items.length >= count || isForAll(exchange, items)) return classification;
  return { ...classification, outcome: listsAll(exchange) ? 'unknown' : 'partial' };
}

/** The list of what became of the items in an answer that marks none of them: all are good. */
function listedIn({ rest }: Exchange, result: SendResult): readonly ItemResult[] | undefined {
  const body = result.kind === 'answer' ? valueIn(result.answer) : undefined;
  for (const shape of rest.items ?? []) {
    const { at, parts, failedIds } = shape;
    if (at === undefined || parts || failedIds) continue;
    const list: unknown = at === '' ? body : valueAt(body, at);
    if (Array.isArray(list)) return list.map((item, index) => ({ index, ok: true, ...idIn(shape, item) }));
  }
  return undefined;
}

/** Undefined where they cannot be told by their ids. In a list of all, those that name none stand at the places that are left. */
function inPlace(
  items: readonly ItemResult[],
  ids: readonly (string | undefined)[],
): readonly ItemResult[] | undefined {
  const named = items.map((item) => idsOfResult(item).find((one) => ids.includes(one)));
  const left = [...ids.keys()].filter((place) => !named.some((id) => id !== undefined && ids[place] === id));
  const isWhole = items.length === ids.length && left.length < ids.length;
  const placed = items.map((item, at) => {
    const id = named[at];
    if (id === undefined) return { ...item, index: (isWhole ? left.shift() : undefined) ?? -1 };
    return { ...item, id, index: ids.indexOf(id) };
  });
  const places = new Set(placed.map(({ index }) => index));
  if (items.length === 0 || places.has(-1) || places.size < items.length) return undefined;
  return placed.toSorted((one, other) => one.index - other.index);
}

/** A good item that says nothing of itself, where the definition knows no more either: it may stand for all. */
function mayStandForAll({ rest, ws }: Exchange, items: readonly ItemResult[]): boolean {
  const shapes = [...(rest.items ?? []), ...(ws?.items ?? [])];
  const isBare = shapes.every(({ id, good }) => id === undefined && good === undefined);
  return isBare && items.length === 1 && items.every(({ ok }) => ok);
}

/** Whether a refusal stands for all items. */
function isForAll({ rest }: Exchange, [first, ...others]: readonly ItemResult[]): boolean {
  return first?.ok === false && others.length === 0 && rest.items?.some(({ forAll }) => forAll) === true;
}

/** Whether its answers name what worked too, and not only what was refused. */
function listsAll({ rest, ws }: Exchange): boolean {
  const shapes = [...(rest.items ?? []), ...(ws?.items ?? [])];
  return shapes.every(
    ({ failed, done, failedIds, doneAt }) =>
      (failed === undefined || done !== undefined) && (failedIds !== true || doneAt !== undefined),
  );
}

/** Where nobody can tell which orders it leaves out, nothing is known of any. */
function withLeftOut(
  { codes }: Exchange,
  ids: readonly (string | undefined)[],
  items: readonly ItemResult[],
  placed: readonly ItemResult[] | undefined,
): Classification {
  const message = `the answer tells of ${items.length} of ${ids.length} items`;
  if (!placed) return { ...nothingKnown, message };
  const all = ids.map(
    (_, at) => placed.find(({ index }) => index === at) ?? { index: at, ...nothingKnown, message },
  );
  return summarizeBatch(all, codes.rest);
}

/** Undefined where nothing goes again, or it cannot be told which item is which, or its signature is not ours to make. */
function beginRepeat(
  context: GatewayContext,
  call: CallState,
  result: SendResult,
  { classification, answered }: Readonly<Record<'classification' | 'answered', Classification>>,
): BatchRepeat | undefined {
  if (classification.ok || result.kind !== 'answer' || !call.transport.replayable) return undefined;
  if (isPrivate(call) && !signerOf(context, call)) return undefined;
  const { items } = classification;
  const { batch } = call.request.order;
  if (!batch || !items?.some(isRateRefusal) || items.length !== batch.items.length) return undefined;
  if (isDoubted(context.exchange, result)) return undefined;
  const { answer } = result;
  const body = valueIn(answer);
  const split = context.exchange.rest.items?.find((shape) => isSplit(shape, body));
  const lists = split && twoListsOf(split, idsOf(batch), items);
  const isInOrder = items.every(({ id }, at) => id === answered.items?.[at]?.id);
  if (split ? !lists : !isInOrder || !hasListOf(body, items.length)) return undefined;
  return new BatchRepeat(context.exchange, items, { answer, body, lists });
}

/** Whether an answer has what worked and what was refused in two lists. */
function isSplit({ failed, failedIds, at = '' }: ItemsShape, body: unknown): boolean {
  return (failed !== undefined || failedIds === true) && Array.isArray(valueAt(body, failed ?? at));
}

/** Undefined where not each item is named by an id of its own: then it cannot be told which is which. */
function twoListsOf(
  shape: ItemsShape,
  ids: readonly (string | undefined)[],
  items: readonly ItemResult[],
): TwoLists | undefined {
  const { done, failed } = shape;
  const isNamed =
    new Set(ids).size === ids.length && items.every(({ id, index }) => id !== undefined && ids[index] === id);
  if (done === undefined || failed === undefined || !isNamed) return undefined;
  return {
    done,
    failed,
    ids,
    placeOf: (element) => ids.findIndex((id) => id !== undefined && idsIn(shape, element).includes(id)),
  };
}
