// What an attempt says of the items of a batch: their places, and which of them go again.
import { idsOf } from '../catalog/batch.ts';
import type { Classification } from '../types.ts';
import { BatchRepeat, isDoubted, isRateRefusal, valueIn } from './batch-repeat.ts';
import type { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import type { SendResult } from './send.ts';
import { isPrivate, signerOf } from './signing.ts';
import { hasListOf } from './splice-answer.ts';

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
  const classification = placeItems(call, answered);
  if (call.options.partial !== 'repeat') return classification;
  if (!call.batch) call.batch = beginRepeat(context, call, result, classification);
  else call.batch.add(result, classification);
  const { batch } = call;
  if (!batch) return classification;
  const refusal = batch.refusal(classification);
  if (refusal && call.request.keepItems(batch.pending)) {
    call.signedOnce = undefined;
    return refusal;
  }
  return classification.ok ? batch.whole : classification;
}

/** The items at their places in the request, where the answer names each by its id; else as the answer has them. */
function placeItems(call: CallState, classification: Classification): Classification {
  const { items } = classification;
  if (!items?.some(({ id }) => id !== undefined)) return classification;
  const { batch } = call.request.order;
  if (!batch) return classification;
  const ids = idsOf(batch);
  const sent = call.batch ? call.batch.pending.map((place) => ids[place]) : ids;
  const placed = items.map((item) => ({
    ...item,
    index: item.id === undefined ? -1 : sent.indexOf(item.id),
  }));
  const places = new Set(placed.map(({ index }) => index));
  if (places.has(-1) || places.size < items.length) return classification;
  return { ...classification, items: placed.toSorted((one, other) => one.index - other.index) };
}

/** Undefined where nothing goes again, or it cannot be told which item is which, or its signature is not ours to make. */
function beginRepeat(
  context: GatewayContext,
  call: CallState,
  result: SendResult,
  classification: Classification,
): BatchRepeat | undefined {
  if (classification.ok || result.kind !== 'answer' || !call.transport.replayable) return undefined;
  if (isPrivate(call) && !signerOf(context, call)) return undefined;
  const { items } = classification;
  const count = call.request.order.batch?.items.length;
  if (!items?.some(isRateRefusal) || items.length !== count) return undefined;
  if (isDoubted(context.exchange, result)) return undefined;
  const body = valueIn(result.answer);
  return hasListOf(body, count) ? new BatchRepeat(context, items, body, result.answer) : undefined;
}
