// A bot at an exchange of the tests' own, and what it was told that is not so.
import axios from 'axios';
import type { Exchange } from '../../../src/catalog/exchange.ts';
import { valueAt } from '../../../src/catalog/field.ts';
import { routeReader } from '../../../src/catalog/routes.ts';
import {
  byClientOrderId,
  createGateway,
  type Gateway,
  interceptAxios,
  interceptFetch,
  isExchangeError,
} from '../../../src/index.ts';
import { bodyOf, type Market, marketOf, targetOf } from '../../../tools/markets.ts';
import type { Sample } from '../../../tools/samples.ts';
import { seeded } from '../random.ts';
import { Book, type Draft, type Form, isOpen, type Placed, type Req, text } from './book.ts';
import type { Kinds } from './faults.ts';
import { type Wire, wireTo } from './wire.ts';

type End = 'done' | 'rejected' | 'unknown' | 'partial' | 'not sent';

interface Told {
  readonly end: End;
  readonly error: unknown;
}

/** What the bot was told that is not so, and what became of the requests that name the order. */
export interface Lie {
  readonly what: string;
  readonly sample: string;
  readonly end: End;
  readonly error: string;
  readonly log: readonly string[];
}

export interface TraderOptions {
  readonly seed: number;
  readonly orders: number;
  /** @default true */
  readonly looksUp?: boolean;
  /** How long after a change look-ups show it. @default at once */
  readonly lagMs?: number;
  /** How far the exchange's clock is ahead. @default not at all */
  readonly skewMs?: number;
  /** Whether calls are aborted at random instants. @default false */
  readonly aborts?: boolean;
  /** @default 60,000 */
  readonly deadlineMs?: number;
  /** @default 'fetch' */
  readonly via?: 'fetch' | 'axios';
  /** How the gateway ends while calls are under way. @default after all of them */
  readonly ends?: 'close' | 'panic';
}

/** How many requests fail. */
const share = 0.35;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function kindOf(exchange: Exchange, { method, path, fields }: Req): Kinds {
  const param = (name: string): string => text(valueAt(fields, name));
  const { kind, amends } = routeReader(exchange)(method, path, { param });
  if (kind === 'read') return kind;
  return amends || kind === 'cancel' ? 'change' : kind === 'order' ? kind : 'other';
}

function gatewayFor(
  { exchange, sign, fill }: Market,
  { looksUp = true, deadlineMs = 60_000 }: TraderOptions,
): Gateway {
  return createGateway({
    exchange,
    // Its tokens take a turn of the thread pool, which no virtual clock waits for.
    sign: exchange.id === 'coinbase' ? () => ({ headers: { Authorization: 'Bearer x' } }) : sign,
    limits: false,
    breaker: false,
    budget: false,
    hosts: ['exchange.test'],
    deadlineMs,
    ...(looksUp && { reconcile: byClientOrderId({ fill }) }),
  });
}

interface Sent {
  readonly method: string;
  readonly body?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

type Send = (url: string, sent: Sent) => Promise<unknown>;

function overAxios(gateway: Gateway, fetch: Wire['fetch']): Send {
  const client = axios.create({ adapter: 'fetch', env: { fetch } });
  interceptAxios(client, gateway);
  return (url, { body, ...sent }) =>
    client.request({ url, ...(body !== undefined && { data: body }), ...sent });
}

export class Trader {
  readonly lies: Lie[] = [];
  /** How often a step ended so. */
  readonly counts: Map<string, number> = new Map();
  readonly #form: Form;
  readonly #options: TraderOptions;
  readonly #market: Market;
  readonly #book: Book;
  readonly #wire: Wire;
  readonly #gateway: Gateway;
  readonly #send: Send;
  readonly #random: () => number;
  readonly #checks: (() => void)[] = [];
  /** How many orders an id had before it was used again. */
  readonly #firstOnes = new Map<string, number>();
  #number: number;

  constructor(form: Form, exchange: Exchange, options: TraderOptions) {
    const { seed } = options;
    this.#form = form;
    this.#options = options;
    this.#market = marketOf(exchange);
    this.#random = seeded(seed);
    this.#book = new Book(form, seeded(seed + 1), options);
    const random = seeded(seed + 2);
    this.#wire = wireTo(form, this.#book, { random, share, kindOf: (req) => kindOf(exchange, req) });
    this.#gateway = gatewayFor(this.#market, options);
    const { fetch } = this.#wire;
    this.#send =
      options.via === 'axios' ? overAxios(this.#gateway, fetch) : interceptFetch(this.#gateway, fetch);
    this.#number = 5000 + (seed % 1000) * 1000;
  }

  async trade(): Promise<void> {
    const { ends } = this.#options;
    if (ends) setTimeout(() => void this.#end(ends), 2500);
    const tasks = Array.from({ length: this.#options.orders }, async (_, at) => {
      await wait(this.#random() * 4000);
      if (at % 6 === 4) await this.#placeSeveral();
      else if (at % 6 === 5) await this.#doOnce();
      else await this.#placeOne();
    });
    await Promise.all(tasks);
    // What was given up may still be carried out.
    await wait(20_000);
    for (const check of this.#checks) check();
    for (const { req, fate } of this.#wire.log)
      if (fate.startsWith('ESCAPED'))
        this.lies.push({ what: fate, sample: req.path, end: 'done', error: '', log: [] });
    await this.#gateway.close();
  }

  async #end(how: 'close' | 'panic'): Promise<void> {
    if (how === 'panic') await this.#gateway.panic();
    else await this.#gateway.close({ timeoutMs: 700 });
  }

  async #placeOne(): Promise<void> {
    const { looksUp = true } = this.#options;
    const draft = this.#draft();
    const sample = this.#any(this.#form.orders(draft));
    const beganAt = Date.now();
    const told = [await this.#call('place', sample)];
    // A retry of the caller's own. Without a look-up ids are remembered for as long as a copy can be taken: then the bot itself
    // has to have looked.
    while (told.length < 3 && told.at(-1)?.end === 'unknown' && this.#random() < 0.5) {
      await wait(50 + this.#random() * (looksUp ? 2000 : 300));
      if (!looksUp && Date.now() - beganAt > 900) break;
      told.push(await this.#call('place', sample));
    }
    this.#check(sample, told, [draft.cid], () => {
      const placed = this.#firstOnes.get(draft.cid) ?? this.#book.all(draft.cid).length;
      if (placed > 1) return `placed ${placed} times`;
      const isDone = told.some(({ end }) => end === 'done');
      if (isDone) return placed === 0 ? 'done, and not there' : undefined;
      return placed > 0 && told.every(isNothing) ? 'rejected, and there' : undefined;
    });
    const order = told.at(-1)?.end === 'done' ? this.#book.find({ cid: draft.cid }) : undefined;
    if (!order) return;
    await wait(this.#random() * 300);
    if (this.#random() < 0.5) await this.#amend(order);
    await this.#cancel(order);
    const isFree = this.#form.copies === 'taken' || this.#form.copies === 'refused-while-open';
    if (isFree && !isOpen(this.#now(order.oid)) && this.#random() < 0.5) await this.#placeAgain(draft);
  }

  /** Another order under an id that is free again. */
  async #placeAgain(draft: Draft): Promise<void> {
    // By as much as the clocks are known, an order that was filled just now may be the new one.
    await wait(2500);
    const before = this.#book.all(draft.cid).length;
    this.#firstOnes.set(draft.cid, before);
    const sample = this.#any(this.#form.orders({ ...draft, qty: this.#random() < 0.5 ? '5' : draft.qty }));
    const told = await this.#call('place again', sample);
    this.#check(sample, [told], [draft.cid], () => {
      const placed = this.#book.all(draft.cid).length - before;
      if (placed > 1) return `placed again ${placed} times`;
      if (told.end === 'done') return placed === 0 ? 'done again, and not there' : undefined;
      return placed > 0 && isNothing(told) ? 'rejected again, and there' : undefined;
    });
  }

  async #amend({ oid }: Placed): Promise<void> {
    const before = this.#now(oid);
    const samples = this.#form.amends?.(before, '21') ?? [];
    if (samples.length === 0) return;
    const sample = this.#any(samples);
    const told = await this.#call('amend', sample);
    const isChanged = (): boolean =>
      this.#now(oid).price !== before.price || this.#now(oid).qty !== before.qty;
    const wasChanged = isChanged();
    this.#check(sample, [told], idsOf(before), () => {
      if (told.end === 'done') return wasChanged ? undefined : 'amended, and not changed';
      return isNothing(told) && isChanged() ? 'not amended, and changed' : undefined;
    });
  }

  async #cancel({ oid }: Placed): Promise<void> {
    const before = this.#now(oid);
    const sample = this.#any(this.#form.cancels(before));
    const told = await this.#call(isOpen(before) ? 'cancel' : 'cancel of closed', sample);
    const isOpenStill = isOpen(this.#now(oid));
    this.#check(sample, [told], idsOf(before), () => {
      if (told.end === 'done') return isOpenStill ? 'cancelled, and open' : undefined;
      return isNothing(told) && isOpen(before) && !isOpen(this.#now(oid))
        ? 'not cancelled, and closed'
        : undefined;
    });
  }

  async #placeSeveral(): Promise<void> {
    const drafts = [this.#draft(), this.#draft(), this.#draft()];
    const samples = this.#form.batches?.(drafts) ?? [];
    if (samples.length === 0) return;
    const sample = this.#any(samples);
    const told = await this.#call('batch', sample);
    for (const [at, { cid }] of drafts.entries()) {
      this.#check(sample, [told], [cid], () => {
        const placed = this.#book.all(cid).length;
        const end = endOfItem(told, at);
        if (placed > 1) return `placed ${placed} times in a batch`;
        if (end === 'done') return placed === 0 ? 'done in a batch, and not there' : undefined;
        return placed > 0 && isNothing({ end }) ? 'rejected in a batch, and there' : undefined;
      });
    }
    await this.#cancelSeveral(drafts.flatMap(({ cid }) => this.#book.find({ cid }) ?? []));
  }

  async #cancelSeveral(orders: readonly Placed[]): Promise<void> {
    const samples = orders.length > 1 ? (this.#form.cancelBatches?.(orders) ?? []) : [];
    if (samples.length === 0) return;
    const sample = this.#any(samples);
    const told = await this.#call('cancel several', sample);
    for (const [at, order] of orders.entries()) {
      this.#check(sample, [told], idsOf(order), () => {
        const end = endOfItem(told, at);
        const isOpenStill = isOpen(this.#now(order.oid));
        if (end === 'done') return isOpenStill ? 'cancelled in a batch, and open' : undefined;
        const isLie = isNothing({ end }) && isOpen(order) && !isOpenStill;
        return isLie ? 'not cancelled in a batch, and closed' : undefined;
      });
    }
  }

  async #doOnce(): Promise<void> {
    const sample = this.#any(this.#form.once);
    this.#number += 1;
    const mark = `m${this.#number}`;
    const told = await this.#call('once', sample, mark);
    this.#check(sample, [told], [mark], () => {
      const times = this.#book.timesOf(sample.path + mark);
      if (times > 1) return `done ${times} times`;
      if (told.end === 'done') return times === 0 ? 'done, and was not' : undefined;
      return times > 0 && isNothing(told) ? 'rejected, and was done' : undefined;
    });
  }

  async #call(step: string, sample: Sample, mark = ''): Promise<Told> {
    const { body, headers } = bodyOf(sample);
    const abort = new AbortController();
    if (this.#options.aborts && this.#random() < 0.4)
      setTimeout(() => abort.abort(new Error('mine')), this.#random() * 3000);
    const told = await this.#send(`http://exchange.test${targetOf(sample)}`, {
      method: sample.method,
      ...(body !== undefined && { body }),
      headers: { ...headers, ...(mark !== '' && { 'x-mark': mark }) },
      signal: abort.signal,
    }).then(
      (): Told => ({ end: 'done', error: undefined }),
      (error: unknown): Told => ({ end: isExchangeError(error) ? error.outcome : 'not sent', error }),
    );
    const name = `${step} ${told.end}`;
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    return told;
  }

  /** When all is over. */
  #check(sample: Sample, told: readonly Told[], ids: readonly string[], lie: () => string | undefined): void {
    this.#checks.push(() => {
      const what = lie();
      const { end, error } = told.at(-1) ?? { end: 'not sent', error: undefined };
      if (what === undefined) return;
      const words = error instanceof Error ? error.message.slice(0, 300) : '';
      const told_ = `${sample.method} ${sample.path} ${JSON.stringify(sample.params)}`;
      this.lies.push({ what, sample: told_, end, error: words, log: this.#logOf(ids) });
    });
  }

  #logOf(ids: readonly string[]): readonly string[] {
    const lines = this.#wire.log.map(({ atMs, req, fate }) => {
      const { method, path, query, body, headers } = req;
      return `${atMs - 1_700_000_000_000} ${method} ${path}?${query} ${body} ${headers['x-mark'] ?? ''} -> ${fate}`;
    });
    return lines.filter((line) => ids.some((id) => line.includes(id))).slice(-12);
  }

  #now(oid: string): Placed {
    const order = this.#book.find({ oid });
    if (!order) throw new Error(`no order ${oid}`);
    return order;
  }

  #draft(): Draft {
    this.#number += 1;
    return {
      cid: this.#market.id(this.#number),
      market: this.#form.market,
      side: 'BUY',
      qty: '2',
      price: '20',
    };
  }

  #any<Item>(list: readonly Item[]): Item {
    const item = list[Math.floor(this.#random() * list.length)];
    if (item === undefined) throw new Error('an empty list');
    return item;
  }
}

/** It was told that nothing was done. */
const isNothing = ({ end }: Pick<Told, 'end'>): boolean => end === 'rejected' || end === 'not sent';

/** As they stand in requests. */
const idsOf = ({ cid, oid }: Placed): readonly string[] => [
  cid,
  oid,
  oid.slice(-9).replace(/^0+/, '').padStart(4, '#'),
];

function endOfItem({ end, error }: Told, at: number): End {
  if (end !== 'partial' || !isExchangeError(error)) return end;
  const item = error.items?.find(({ index }) => index === at);
  return item === undefined ? 'unknown' : item.ok ? 'done' : (item.outcome ?? 'unknown');
}
