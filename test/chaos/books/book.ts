// What stands at an exchange of the tests' own: each copy that arrives is carried out, but for what its documents refuse.
import type { Sample } from '../../../tools/samples.ts';

export type State = 'open' | 'partial' | 'filled' | 'cancelled';

/** An order that was placed. */
export interface Placed {
  readonly cid: string;
  readonly oid: string;
  readonly market: string;
  readonly side: string;
  readonly qty: string;
  readonly price: string;
  /** Where conditional orders, or lists of orders, stand apart. @default among the others */
  readonly book?: string;
  /** On the exchange's clock. */
  readonly bornMs: number;
  readonly updatedMs: number;
  readonly state: State;
}

export type Draft = Pick<Placed, 'cid' | 'market' | 'side' | 'qty' | 'price' | 'book'>;

/** A request as it arrived. */
export interface Req {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Of query and form. */
  readonly pairs: Fields;
  /** Of the body, where it is JSON. */
  readonly json: unknown;
  /** Pairs, and the members of a JSON object. */
  readonly fields: Fields;
}

export type Fields = Readonly<Record<string, unknown>>;
export type Reply = readonly [status: number, body: unknown];

/** Why a request is refused; `missing` of an order that is asked for, `gone` of one that is to be cancelled. */
export type Refusal = 'missing' | 'gone' | 'duplicate' | 'funds' | 'rate' | 'auth' | 'time';

/** How an exchange is spoken to and answers, by its documents. */
export interface Form {
  readonly id: string;
  /** Whether a second order of an id is refused: never, while the first is open, for good; or answered with the first. */
  readonly copies: 'taken' | 'refused-while-open' | 'refused' | 'returned';
  readonly market: string;
  readonly orders: (order: Draft) => readonly Sample[];
  readonly cancels: (order: Placed) => readonly Sample[];
  readonly amends?: (order: Placed, price: string) => readonly Sample[];
  readonly batches?: (orders: readonly Draft[]) => readonly Sample[];
  readonly cancelBatches?: (orders: readonly Placed[]) => readonly Sample[];
  /** Transfers and withdrawals, and what else has no look-up. */
  readonly once: readonly Sample[];
  readonly onceReply: Reply;
  readonly answer: (book: Book, req: Req) => Reply | undefined;
  readonly refuse: Readonly<Record<Refusal, (req: Req) => Reply>>;
  /** Answers after which the documents leave open whether it was done, and such as no document lists. */
  readonly doubts: readonly Reply[];
  /** What the exchange takes its own success for, with nothing in it. */
  readonly hollow: readonly Reply[];
  /** How long after it was sent a copy is taken at most. @default for ever */
  readonly until?: (req: Req, sentMs: number) => number | undefined;
}

interface Step {
  readonly atMs: number;
  readonly order: Placed;
}

/** The orders of one account. */
export class Book {
  readonly #orders = new Map<string, Step[]>();
  readonly #once = new Map<string, number>();
  readonly #form: Form;
  readonly #chance: () => number;
  /** How long after a change it is shown. */
  readonly lagMs: number;
  /** How far the exchange's clock is ahead. */
  readonly skewMs: number;
  #count = 0;

  constructor(
    form: Form,
    chance: () => number,
    { lagMs = 0, skewMs = 0 }: { readonly lagMs?: number; readonly skewMs?: number } = {},
  ) {
    this.#form = form;
    this.#chance = chance;
    this.lagMs = lagMs;
    this.skewMs = skewMs;
  }

  now(): number {
    return Date.now() + this.skewMs;
  }

  /** A new order; undefined where its id is refused. */
  place(draft: Draft): Placed | undefined {
    const earlier = this.all(draft.cid);
    const { copies } = this.#form;
    const last = earlier.at(-1);
    if (copies === 'returned' && last) return last;
    if (copies === 'refused' && last) return undefined;
    if (copies === 'refused-while-open' && earlier.some(isOpen)) return undefined;
    this.#count += 1;
    const chance = this.#chance();
    const state = chance < 0.1 ? 'filled' : chance < 0.2 ? 'partial' : 'open';
    const nowMs = this.now();
    const order: Placed = {
      ...draft,
      oid: String(7_000_000_000_000_000_000n + BigInt(this.#count)),
      bornMs: nowMs,
      updatedMs: nowMs,
      state,
    };
    this.#orders.set(order.oid, [{ atMs: Date.now(), order }]);
    return order;
  }

  /** All that were placed under an id, as they stand. */
  all(cid: string): readonly Placed[] {
    return [...this.#orders.values()].map(lastOf).filter((order) => order.cid === cid);
  }

  everything(): readonly Placed[] {
    return [...this.#orders.values()].map(lastOf);
  }

  /** By either id, as it stands; of several the open one, else the last. */
  find(ids: { readonly cid?: unknown; readonly oid?: unknown }): Placed | undefined {
    if (typeof ids.oid === 'string' || typeof ids.oid === 'number') {
      const steps = this.#orders.get(String(ids.oid));
      if (steps) return lastOf(steps);
    }
    const own = typeof ids.cid === 'string' || typeof ids.cid === 'number' ? this.all(String(ids.cid)) : [];
    return own.find(isOpen) ?? own.at(-1);
  }

  /** As a look-up shows it: the open one, else the last, of those that are shown by now. */
  shown(ids: { readonly cid?: unknown; readonly oid?: unknown }): Placed | undefined {
    const steps = [...this.#orders.values()].flatMap(
      (own) => own.findLast(({ atMs }) => atMs + this.lagMs <= Date.now())?.order ?? [],
    );
    const found = steps.filter(({ oid, cid }) => oid === String(ids.oid) || cid === String(ids.cid));
    return found.find(isOpen) ?? found.at(-1);
  }

  change(order: Placed, changed: Partial<Placed>): Placed {
    const next = { ...order, ...changed, updatedMs: this.now() };
    this.#orders.get(order.oid)?.push({ atMs: Date.now(), order: next });
    return next;
  }

  /** Undefined where nothing is left of it to cancel. */
  cancel(order: Placed | undefined): Placed | undefined {
    return order && isOpen(order) ? this.change(order, { state: 'cancelled' }) : undefined;
  }

  doOnce(what: string): void {
    this.#once.set(what, (this.#once.get(what) ?? 0) + 1);
  }

  /** Whether it is the first time that this comes. */
  isNew(what: string): boolean {
    this.doOnce(what);
    return this.timesOf(what) === 1;
  }

  timesOf(what: string): number {
    return this.#once.get(what) ?? 0;
  }
}

export const isOpen = ({ state }: Placed): boolean => state === 'open' || state === 'partial';

function lastOf(steps: readonly Step[]): Placed {
  const last = steps.at(-1);
  if (!last) throw new Error('an order without a state');
  return last.order;
}

export function readRequest(request: Pick<Req, 'method' | 'path' | 'query' | 'headers' | 'body'>): Req {
  const json = parsed(request.body);
  const form = json === undefined ? request.body : '';
  const pairs = Object.fromEntries([...new URLSearchParams(request.query), ...new URLSearchParams(form)]);
  return { ...request, pairs, json, fields: { ...pairs, ...fieldsOf(json) } };
}

/** Long whole numbers keep their digits, as texts. */
function parsed(body: string): unknown {
  if (!/^\s*[[{]/.test(body)) return undefined;
  try {
    return JSON.parse(body.replace(/([:[,]\s*)(-?\d{16,})(?=\s*[,}\]])/g, '$1"$2"'));
  } catch {
    return undefined;
  }
}

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

export function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

export const text = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
