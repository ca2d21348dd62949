import type { Exchange } from '../catalog/exchange.ts';
import type { Call, Dialect, Refusal } from './dialect.ts';
import type { Draft } from './distort.ts';
import { printJson } from './json.ts';
import type { Ledger } from './ledger.ts';
import type { ItemReply, OrderRef, OrderRequest, Reply } from './reply.ts';

/** What a request is carried out in. */
export interface World {
  readonly exchange: Exchange;
  readonly dialect: Dialect;
  readonly ledger: Ledger;
  readonly deduplicate: boolean;
  readonly price: number;
  /** On the simulator's `now`. */
  readonly at: number;
  /** On the exchange's clock. */
  readonly serverAt: number;
}

/** The orders that a request names. */
export interface Subject {
  readonly orders: readonly OrderRequest[];
  readonly refs: readonly OrderRef[];
}

/** The funds of an account without a bound, as a balance shows them. */
const plenty = 1_000_000;

export function subjectOf(call: Call, dialect: Dialect): Subject {
  const action = call.route?.action;
  return {
    orders: action === 'order' || action === 'batch' ? dialect.orders(call) : [],
    refs: action === 'cancel' || action === 'lookup' ? dialect.refs(call) : [],
  };
}

/** Does what the request says and puts the result into the exchange's words. */
export function execute(call: Call, subject: Subject, world: World): Draft {
  const { at, ledger, price } = world;
  const now = world.serverAt;
  const action = call.route?.action;
  switch (action) {
    case undefined:
      return refusal('no-route', call, world);
    case 'time':
      return good({ action, now }, call, world);
    case 'ticker':
      return good({ action, now, price, symbol: call.fields.get('symbol') ?? '' }, call, world);
    case 'balance':
      return good({ action, now, funds: Math.min(ledger.funds, plenty) }, call, world);
    case 'open':
      return good({ action, now, orders: ledger.open(at) }, call, world);
    case 'lookup': {
      const order = subject.refs[0] && ledger.lookUp(subject.refs[0], at);
      return order ? good({ action, now, order }, call, world) : refusal('order-not-found', call, world);
    }
    case 'cancel': {
      const items = subject.refs.map((ref) => cancelOne(ref, world));
      return itemised(items, 'order-not-found', call, world);
    }
    case 'order':
    case 'batch':
      return placeAll(subject.orders, call, world);
  }
}

/** A refusal of the whole request. */
export function refusal(why: Refusal, call: Call, world: Pick<World, 'dialect' | 'exchange'>): Draft {
  return refusalByCode(world.dialect.codes[why], call, world, why);
}

export function refusalByCode(
  code: string,
  call: Call,
  { dialect, exchange }: Pick<World, 'dialect' | 'exchange'>,
  why?: Refusal,
): Draft {
  const { status, body } = dialect.failure(code, textOf(code, exchange, dialect), call, why);
  return { status, code, type: 'json', text: printJson(body), executed: false };
}

function good(reply: Reply, call: Call, { dialect }: World): Draft {
  return { status: 200, type: 'json', text: printJson(dialect.success(reply, call)), executed: false };
}

function placeAll(orders: readonly OrderRequest[], call: Call, world: World): Draft {
  if (orders.length > world.dialect.maxBatch) return refusal('batch-size', call, world);
  // Where items have no voice of their own, one that fails fails them all.
  const refused = call.route?.itemised ? undefined : rehearse(orders, call, world);
  if (refused) return refusal(refused, call, world);
  return itemised(
    orders.map((order) => placeOne(order, call, world)),
    'invalid-order',
    call,
    world,
  );
}

function itemised(items: readonly ItemReply[], whenEmpty: Refusal, call: Call, world: World): Draft {
  if (items.length === 0) return refusal(whenEmpty, call, world);
  const failed = items.find((item) => !item.ok);
  const action =
    call.route?.action === 'cancel' ? 'cancel' : call.route?.action === 'batch' ? 'batch' : 'order';
  const draft =
    failed && !call.route?.itemised
      ? refusalByCode(failed.code, call, world)
      : good({ action, now: world.serverAt, items }, call, world);
  const executed = items.some((item) => item.ok && !item.repeated);
  return { ...draft, ...(failed ? { code: failed.code } : {}), executed };
}

function rehearse(orders: readonly OrderRequest[], call: Call, world: World): Refusal | undefined {
  let { funds } = world.ledger;
  for (const order of orders) {
    const why = judge(order, world, funds);
    if (why && !(why === 'duplicate' && call.route?.idempotent)) return why;
    funds -= world.ledger.cost(order);
  }
  return undefined;
}

export function placeOne(order: OrderRequest, call: Partial<Pick<Call, 'route'>>, world: World): ItemReply {
  const { ledger } = world;
  const why = judge(order, world, ledger.funds);
  if (!why) return { ok: true, order: ledger.place(order, world.at), repeated: false };
  const standing = why === 'duplicate' && call.route?.idempotent ? ledger.find(idOf(order)) : undefined;
  return standing ? { ok: true, order: standing, repeated: true } : failedItem(why, idOf(order), world);
}

export function cancelOne(ref: OrderRef, world: World): ItemReply {
  const order = world.ledger.cancel(ref);
  return order ? { ok: true, order, repeated: false } : failedItem('order-not-found', ref, world);
}

function failedItem(why: Refusal, ref: OrderRef, { dialect, exchange }: World): ItemReply {
  const code = dialect.codes[why];
  return { ok: false, code, text: textOf(code, exchange, dialect), ref };
}

function judge(order: OrderRequest, world: World, funds: number): Refusal | undefined {
  const { clientOrderId, expiresAt, price, quantity, symbol } = order;
  if (symbol === '' || !(quantity > 0) || !(price === undefined || price > 0)) return 'invalid-order';
  const pattern = world.exchange.clientOrderId?.pattern;
  if (clientOrderId !== undefined && pattern && clientOrderId.search(pattern) < 0) {
    return 'invalid-client-order-id';
  }
  if (world.deduplicate && clientOrderId !== undefined && world.ledger.find({ clientOrderId }))
    return 'duplicate';
  if (expiresAt !== undefined && world.serverAt > expiresAt) return 'expired';
  return world.ledger.cost(order) > funds ? 'funds' : undefined;
}

function idOf({ clientOrderId }: OrderRequest): OrderRef {
  return clientOrderId === undefined ? {} : { clientOrderId };
}

function textOf(code: string, { codes }: Exchange, { texts }: Dialect): string {
  return codes.rest.get(code)?.text ?? texts?.[code] ?? '';
}
