// The request of one call: as it is before signing, and which order it is about.
import type { CallOptions } from '../call-options.ts';
import { type Batch, keepItems, readBatch } from '../catalog/batch.ts';
import { requestFor } from '../catalog/command-of.ts';
import type { Exchange } from '../catalog/exchange.ts';
import type { RouteInfo } from '../catalog/limit.ts';
import { idIn, idsIn, marketIn, readClientOrderId } from '../catalog/order-ids.ts';
import { changeRequest, type RequestChange } from '../catalog/put-parameter.ts';
import { noParams, type RequestParams, requestParams } from '../catalog/request-params.ts';
import type { RouteReader } from '../catalog/routes.ts';
import { readSentOrder, type SentOrder } from '../catalog/sent-order.ts';
import { overSocket } from '../catalog/socket.ts';
import type { TransportCall } from '../transport/call.ts';
import type { OutgoingRequest } from '../types.ts';
import { type CallOrder, intentOf, noOrder, type PlacedOrder } from './call-order.ts';

interface RequestSettings {
  readonly exchange: Exchange;
  readonly options: CallOptions;
  readonly routeOf: RouteReader;
}

/** Reads what the caller's client describes, at the earliest when somebody asks: most calls are never read. */
export class CallRequest implements RequestParams {
  /** What the profile knows of it. */
  readonly route: RouteInfo;
  readonly #transport: TransportCall;
  readonly #exchange: Exchange;
  readonly #options: CallOptions;
  /** What it is to the exchange's rules: a command may stand for a request. */
  readonly #rule: Pick<OutgoingRequest, 'method' | 'path'>;
  #clientOrderId: string | undefined;
  #change: RequestChange | undefined;
  #order: CallOrder | undefined;
  #params: RequestParams | undefined;
  #seen: OutgoingRequest | undefined;

  constructor(transport: TransportCall, { exchange, options, routeOf }: RequestSettings) {
    this.#transport = transport;
    this.#exchange = exchange;
    this.#options = options;
    this.#clientOrderId = options.clientOrderId;
    this.#rule = transport.method === overSocket ? this.#requestOfCommand() : transport;
    this.route = routeOf(transport.method, transport.path, this);
  }

  /** A parameter as text, of one order of a batch where `item` is its place. */
  param(name: string, item?: number): string | undefined {
    return this.#readParams().param(name, item);
  }

  /** The number that a parameter is, or how many its list holds. */
  amount(name: string): number | undefined {
    return this.#readParams().amount(name);
  }

  /** Orders that it holds, as its client counts them or as its body says. */
  get items(): number {
    return this.#transport.items ?? this.#readParams().items;
  }

  /** As it is before signing; a fresh copy, for code of the caller's. @throws what the caller's serializer throws. */
  describe(): OutgoingRequest {
    const request = this.#transport.describe();
    return this.#change ? changeRequest(request, this.#change) : request;
  }

  /** The same to be read only: described once. @throws what the caller's serializer throws. */
  get seen(): OutgoingRequest {
    this.#seen ??= this.describe();
    return this.#seen;
  }

  /**
   * What the caller named, what was put in, or what the body says; undefined for what has no effect.
   * @throws what the caller's serializer throws.
   */
  get clientOrderId(): string | undefined {
    const hasEffect = !(this.#options.replaySafe ?? this.route.kind === 'read');
    if (hasEffect)
      // Of a batch of which one item is left: as before, none.
      this.#clientOrderId ??= this.#order
        ? this.#order.sentId
        : readClientOrderId(this.#exchange, this.#ruled());
    return this.#clientOrderId;
  }

  /**
   * Names the order.
   * @param named what is sent from now on, with the id put in; undefined where it stands there already
   */
  name(clientOrderId: string, named: RequestChange | undefined): void {
    this.#clientOrderId = clientOrderId;
    this.#change = named;
    this.#order = undefined;
    this.#params = undefined;
    this.#seen = undefined;
  }

  /** From now on only some of its items are sent. Which orders it is about stays. @returns false: they cannot be taken apart */
  keepItems(places: readonly number[]): boolean {
    const { batch } = this.order;
    const change = batch && keepItems(batch.rule, this.#transport.describe(), places);
    if (!change) return false;
    this.#change = change;
    this.#params = undefined;
    this.#seen = undefined;
    return true;
  }

  get isChanged(): boolean {
    return this.#change !== undefined;
  }

  /** The body with a client order id put in, or with some of its items. */
  get changedBody(): string | undefined {
    return this.#change && 'body' in this.#change ? this.#change.body : undefined;
  }

  /** Which order it is about; of a request that cannot be described or parsed: none. */
  get order(): CallOrder {
    this.#order ??= this.#readOrder();
    return this.#order;
  }

  /** It places an order, and the id that its caller says is not in it. */
  get lacksItsId(): boolean {
    const { intent, sent, sentId } = this.order;
    const isAlone = intent === 'place' && !sent.isSeveral;
    return isAlone && this.#exchange.clientOrderId !== undefined && sentId !== this.clientOrderId;
  }

  /** The orders that it places, as far as they have names: of a batch each, in its order. */
  get placed(): readonly PlacedOrder[] {
    const { kind, amends, book } = this.route;
    if (kind !== 'order' || amends) return [];
    const { intent, sent, sentId, market, batch } = this.order;
    if (sent.isSeveral) return idsIn(this.#exchange.clientOrderId, this.#rule.path, sent, batch?.items);
    const clientOrderId = sentId ?? this.#options.clientOrderId;
    const isNamed = intent === 'place' && clientOrderId !== undefined && clientOrderId !== 'auto';
    return isNamed
      ? [{ clientOrderId: book === undefined ? clientOrderId : `${book} ${clientOrderId}`, market, index: 0 }]
      : [];
  }

  #requestOfCommand(): Pick<OutgoingRequest, 'method' | 'path'> {
    return requestFor(this.#exchange.socket, this.#transport, () => this.#transport.describe().body);
  }

  #readParams(): RequestParams {
    this.#params ??= this.#paramsNow();
    return this.#params;
  }

  /** Of a request that cannot be described: none. */
  #paramsNow(): RequestParams {
    try {
      const sent = readSentOrder(this.#ruled(), this.#exchange.paramsIn);
      return requestParams(sent, this.#batchIn(sent)?.items);
    } catch {
      return noParams;
    }
  }

  #ruled(): OutgoingRequest {
    return { ...this.seen, path: this.#rule.path };
  }

  #batchIn(sent: SentOrder): Batch | undefined {
    // Its route is not known yet where that is told by a parameter.
    const { method, path } = this.#rule;
    if (this.#exchange.batches.length === 0) return undefined;
    return readBatch(this.#exchange, method, path, sent);
  }

  #readOrder(): CallOrder {
    const rule = this.#exchange.clientOrderId;
    try {
      const request = this.#ruled();
      const read = readSentOrder(request, this.#exchange.paramsIn);
      const batch = this.#batchIn(read);
      const isSeveral = read.isSeveral || (batch !== undefined && batch.items.length > 1);
      const sent = { ...read, isSeveral };
      const intent = isSeveral ? undefined : intentOf(this.route);
      return { sent, sentId: rule && idIn(rule, request, sent), market: marketIn(rule, sent), intent, batch };
    } catch {
      return noOrder;
    }
  }
}
