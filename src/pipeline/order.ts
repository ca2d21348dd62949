// Which order a call is about: read when somebody has to know, and once.
import { idIn, idsIn, marketIn } from '../catalog/order-ids.ts';
import { readSentOrder, type SentOrder } from '../catalog/sent-order.ts';
import type { Intent } from '../policies/evidence.ts';
import type { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';

/** The order of one call. */
export interface OrderOf {
  readonly sent: SentOrder;
  /** The client order id that stands in what is sent: what the caller only says of it proves nothing. */
  readonly sentId: string | undefined;
  readonly market: string | undefined;
  /** Undefined for several orders, and for what is about no order. */
  readonly intent: Intent | undefined;
}

/** Reads it from the request; a request that nobody can read is about no order. */
export function orderOf({ exchange }: GatewayContext, call: CallState): OrderOf {
  call.order ??= readOrder(exchange.clientOrderId, call);
  return call.order;
}

const nothing: SentOrder = { isSeveral: false, json: undefined, fields: {} };

function readOrder(rule: GatewayContext['exchange']['clientOrderId'], call: CallState): OrderOf {
  let sent = nothing;
  let sentId: string | undefined;
  try {
    const { body, query } = call.request();
    const request = { path: call.transport.path, query, body };
    sent = readSentOrder(request);
    sentId = rule && idIn(rule, request, sent);
  } catch {
    return { sent: nothing, sentId: undefined, market: undefined, intent: undefined };
  }
  const intent = sent.isSeveral ? undefined : intentOf(call);
  return { sent, sentId, market: marketIn(rule, sent), intent };
}

function intentOf({ route }: CallState): Intent | undefined {
  if (route.amends) return 'amend';
  return route.kind === 'order' ? 'place' : route.kind === 'cancel' ? 'cancel' : undefined;
}

/** An order that a request places, by its client order id. */
export interface PlacedId {
  readonly clientOrderId: string;
  /** Undefined where the request names none. */
  readonly market: string | undefined;
}

/** The orders that a call places, as far as they have names: of a batch each, in its order. */
export function placedBy(
  context: GatewayContext,
  call: CallState,
): readonly (PlacedId & { readonly index: number })[] {
  if (call.route.kind !== 'order' || call.route.amends) return [];
  const { intent, sent, sentId, market } = orderOf(context, call);
  if (sent.isSeveral) return idsIn(context.exchange.clientOrderId, call.transport.path, sent);
  const clientOrderId = sentId ?? call.options.clientOrderId;
  return intent === 'place' && clientOrderId !== undefined && clientOrderId !== 'auto'
    ? [{ clientOrderId, market, index: 0 }]
    : [];
}
