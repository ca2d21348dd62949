// Asks the exchange for one order: through the same gateway, signed where it has to be, within the limits.

import { mayDeny } from '../answers/may-deny.ts';
import {
  type LookupRequest,
  lookUpRequest,
  lookUpsFor,
  ownIdIn,
  turnsOf,
  type Wanted,
} from '../catalog/look-up.ts';
import { answerFrom } from '../catalog/look-up-answer.ts';
import { factsOf, shownOrder } from '../catalog/order-facts.ts';
import type { LookupRoute } from '../catalog/order-rules.ts';
import { isExchangeError } from '../errors.ts';
import {
  type Evidence,
  type FirstSend,
  inOneRound,
  isConclusive,
  type Sight,
  weigh,
} from '../policies/evidence.ts';
import { nowAt } from '../time/now.ts';
import type { CallOrder } from './call-order.ts';
import type { CallState } from './call-state.ts';
import { unsignedLookUp } from './client-signature.ts';
import type { GatewayContext } from './context.ts';
import { lookUpCall } from './look-up-call.ts';
import { syncClock } from './sync-clock.ts';

/** A look-up that can be sent. */
export interface LookUp {
  /** Asked one after the other. */
  readonly turns: readonly LookUpTurn[];
  readonly order: CallOrder;
  /** Which the order has to carry: the caller's, or the exchange's own. */
  readonly id: string;
}

interface LookUpTurn {
  readonly route: LookupRoute;
  readonly request: LookupRequest;
}

/** The look-up for a call's order; undefined where nothing that could be asked would say what became of it. */
export function lookUpOf(context: GatewayContext, call: CallState): LookUp | undefined {
  const order = call.request.order;
  if (order.intent === undefined || call.transport.ownUnavailable) return undefined;
  for (const route of lookUpsFor(context.exchange, call.route.path, call.request)) {
    const id = idFor(route, order, call);
    const named = route.by === undefined ? { clientOrderId: id } : { clientOrderId: undefined, ownId: id };
    const fill = context.reconcile?.lookUp?.fill;
    const turns = id === undefined ? [] : requestsOf(route, { ...named, sent: order.sent, fill });
    if (id !== undefined && turns.length > 0) return { turns, order, id };
  }
  return undefined;
}

/** Whether the exchange answers a second order of the same id with the first, and the caller wants it asked. */
export function isOwnLookUp({ exchange, reconcile }: GatewayContext, { request }: CallState): boolean {
  if (exchange.clientOrderId?.deduplicated !== 'returned' || !reconcile?.lookUp) return false;
  const { intent, sentId } = request.order;
  return intent === 'place' && sentId !== undefined;
}

/** None where one of them cannot be asked: without its answer nothing is absent. */
function requestsOf(route: LookupRoute, wanted: Wanted): readonly LookUpTurn[] {
  const turns: LookUpTurn[] = [];
  for (const turn of turnsOf(route)) {
    const request = lookUpRequest(turn, wanted);
    if (!request) return [];
    turns.push({ route: turn, request });
  }
  return turns;
}

/** The id by which a look-up asks, where it stands in what was sent. */
function idFor(route: LookupRoute, { intent, sent, sentId }: CallOrder, call: CallState): string | undefined {
  // A new order has no id of the exchange's yet.
  if (route.by !== undefined) return intent === 'place' ? undefined : ownIdIn(route, call.route.path, sent);
  // Two names for one order: which of them the exchange took is unknown.
  const { clientOrderId: said } = call.options;
  return said === undefined || said === 'auto' || said === sentId ? sentId : undefined;
}

/** What was shown, and the text that the call resolves with if it proves that it was carried out. */
interface Seen {
  readonly sight: Sight;
  readonly response: string | undefined;
  /** Why asking again is in vain. */
  readonly why?: string;
}

const nothing: Seen = { sight: { kind: 'nothing' }, response: undefined };

/** Never rejects: a look-up that fails shows nothing. */
async function look(
  context: GatewayContext,
  call: CallState,
  { order, id }: LookUp,
  { route, request }: LookUpTurn,
): Promise<Seen> {
  try {
    const answer = await context.run(context, lookUpCall(context, call, request));
    const { body } = answer;
    const shown = shownOrder(context.exchange, route, body, id);
    if (shown.kind === 'unreadable' || (shown.kind === 'none' && !mayDeny(answer))) return nothing;
    if (shown.kind !== 'order') return { sight: shown, response: undefined };
    const facts = factsOf(context.exchange, route, shown.order, order.sent);
    const response = answerFrom(
      route,
      { path: call.route.path, command: call.transport.path },
      body,
      shown.order,
    );
    return { sight: { kind: 'order', facts }, response };
  } catch (error) {
    const isAbsent =
      isExchangeError(error, 'order-not-found') &&
      error.outcome === 'rejected' &&
      mayDeny({ status: error.status, headers: Reflect.get(Object(error.response), 'headers') });
    if (isAbsent) return { sight: { kind: 'none' }, response: undefined };
    const why = unsignedLookUp(context, call, [request], error);
    return why === undefined ? nothing : { ...nothing, why };
  }
}

/** One answer to the question what became of the order. */
export interface Told {
  readonly evidence: Exclude<Evidence, 'clock'>;
  readonly response?: unknown;
  readonly word?: string | undefined;
  /** Why asking again is in vain. */
  readonly why?: string;
  /** What a hook of the caller's threw in place of an answer. */
  readonly fault?: unknown;
}

/** Asks one round, and weighs what was shown. */
export async function lookUpOrder(context: GatewayContext, call: CallState, lookUp: LookUp): Promise<Told> {
  const why = unsignedLookUp(
    context,
    call,
    lookUp.turns.map(({ request }) => request),
  );
  if (why !== undefined) return { evidence: 'nothing', why };
  const round: Told['evidence'][] = [];
  for (const turn of lookUp.turns) {
    const told = await askTurn(context, call, lookUp, turn);
    if (isConclusive(told.evidence) || told.why !== undefined) return told;
    round.push(told.evidence);
  }
  return { evidence: inOneRound(round) };
}

/** Where weighing takes the exchange's clock, it is read first. */
async function askTurn(
  context: GatewayContext,
  call: CallState,
  lookUp: LookUp,
  turn: LookUpTurn,
): Promise<Told> {
  const { sight, response, why } = await look(context, call, lookUp, turn);
  const intent = lookUp.order.intent ?? 'place';
  let evidence = weigh(intent, sight, firstSendOf(context, call));
  if (evidence === 'clock') {
    await syncClock(context, call);
    evidence = weigh(intent, sight, firstSendOf(context, call));
  }
  const word = sight.kind === 'order' ? sight.facts.word : undefined;
  // Still without the clock: it may be older than the first send.
  return {
    evidence: evidence === 'clock' ? 'other' : evidence,
    response,
    word,
    ...(why !== undefined && { why }),
  };
}

/** When the first copy left, on the exchange's clock. */
function firstSendOf({ clock }: GatewayContext, call: CallState): FirstSend {
  return { sentMs: clock.at(call.firstSentAt), errorMs: clock.errorAt(nowAt()) };
}
