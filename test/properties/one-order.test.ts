import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  byClientOrderId,
  createGateway,
  type Gateway,
  type GatewayOptions,
  interceptFetch,
  isExchangeError,
  mexcContract,
} from '../../src/index.ts';

/** What becomes of one request at the exchange. */
type Fate =
  | { readonly kind: 'done' | 'done-unheard' | 'lost' | 'refused' | 'throttled' | 'funds' | 'gone' }
  /** The edge gives up at once; the request waits in a queue and is carried out later, if it is still fresh. */
  | { readonly kind: 'late'; readonly afterMs: number }
  /** Nothing is heard for so long; the request is carried out after `afterMs`, if it is still fresh and comes at all. */
  | { readonly kind: 'hung'; readonly afterMs: number; readonly heardAfterMs: number };

interface Order {
  readonly id: string;
  readonly call: number;
  readonly bornMs: number;
  readonly visibleAt: number;
  state: 2 | 3 | 4;
  price: number;
}

const validMs = 10_000;
const base = 'http://127.0.0.1:1';
const json = (body: object): Response =>
  new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });
const good = (data: unknown): Response => json({ success: true, code: 0, data });
const bad = (code: number): Response => json({ success: false, code, message: 'no' });
const reset = (): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) });

/** MEXC contract as far as its documents go: it takes an id twice, and shows an order some time after it was placed. */
class World {
  readonly orders: Order[] = [];
  readonly #fates: Fate[];
  readonly #looks: ('ok' | 'lost' | 'error')[];
  readonly #lagMs: number;
  readonly #skewMs: number;
  /** Cancels and amends that were carried out, by call. */
  readonly effects = new Set<number>();

  constructor(
    fates: readonly Fate[],
    looks: readonly ('ok' | 'lost' | 'error')[],
    lagMs: number,
    skewMs: number,
  ) {
    this.#fates = [...fates];
    this.#looks = [...looks];
    this.#lagMs = lagMs;
    this.#skewMs = skewMs;
  }

  get newest(): Order | undefined {
    return this.orders.at(-1);
  }

  get nowMs(): number {
    return Date.now() + this.#skewMs;
  }

  readonly fetch: typeof fetch = async (input, init) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const url = new URL(String(input));
    if (url.pathname.endsWith('/ping')) return good(this.nowMs);
    if (init?.method !== 'POST') return this.#look(url);
    const headers = new Headers(init.headers);
    const stampMs = Number(headers.get('request-time'));
    if (Math.abs(this.nowMs - stampMs) > validMs) return bad(513);
    const order: { externalOid: string; price: number; call: number } = JSON.parse(String(init.body));
    const carryOut = (): Response => this.#carryOut(url.pathname, order);
    const fate = this.#fates.shift() ?? { kind: 'done' };
    switch (fate.kind) {
      case 'done':
        return carryOut();
      case 'done-unheard':
        carryOut();
        throw reset();
      case 'lost':
        throw reset();
      case 'gone':
        return new Response('<html>', { status: 502, headers: { 'content-type': 'text/html' } });
      case 'late':
        setTimeout(() => {
          if (this.nowMs - stampMs <= validMs) carryOut();
        }, fate.afterMs);
        return new Response('<html>', { status: 502, headers: { 'content-type': 'text/html' } });
      case 'hung':
        return this.#hang(fate, () => (this.nowMs - stampMs <= validMs ? carryOut() : bad(513)));
      case 'refused':
        return bad(2011);
      case 'throttled':
        return bad(510);
      case 'funds':
        return bad(2005);
    }
  };

  async #hang(
    { afterMs, heardAfterMs }: Extract<Fate, { kind: 'hung' }>,
    carryOut: () => Response,
  ): Promise<Response> {
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    const answer = carryOut();
    await new Promise((resolve) => setTimeout(resolve, heardAfterMs));
    return answer;
  }

  #carryOut(
    path: string,
    { externalOid: id, price, call }: { externalOid: string; price: number; call: number },
  ): Response {
    if (path.endsWith('/submit')) {
      this.orders.push({
        id,
        call,
        bornMs: this.nowMs,
        visibleAt: Date.now() + this.#lagMs,
        state: 2,
        price,
      });
      return good(this.orders.length);
    }
    const order = this.orders.findLast((one) => one.id === id);
    if (order?.state !== 2) return bad(2040);
    if (path.endsWith('/cancel_with_external')) order.state = 4;
    else order.price = price;
    this.effects.add(call);
    return good(null);
  }

  #look(url: URL): Response {
    const answer = this.#looks.shift() ?? 'ok';
    if (answer === 'lost') throw reset();
    if (answer === 'error') return new Response('{}', { status: 503 });
    const id = url.pathname.split('/').at(-1);
    const order = this.orders.findLast((one) => one.id === id && one.visibleAt <= Date.now());
    if (!order) return bad(2040);
    return good({
      orderId: String(this.orders.indexOf(order) + 1),
      externalOid: order.id,
      symbol: 'X',
      side: 1,
      vol: 1,
      price: order.price,
      state: order.state,
      createTime: order.bornMs,
    });
  }
}

const fate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Fate>({ kind: 'done' }) },
  { weight: 3, arbitrary: fc.constant<Fate>({ kind: 'done-unheard' }) },
  { weight: 3, arbitrary: fc.constant<Fate>({ kind: 'lost' }) },
  { weight: 1, arbitrary: fc.constant<Fate>({ kind: 'gone' }) },
  { weight: 1, arbitrary: fc.constant<Fate>({ kind: 'refused' }) },
  { weight: 1, arbitrary: fc.constant<Fate>({ kind: 'throttled' }) },
  { weight: 1, arbitrary: fc.constant<Fate>({ kind: 'funds' }) },
  {
    weight: 3,
    arbitrary: fc.integer({ min: 0, max: 12_000 }).map((afterMs): Fate => ({ kind: 'late', afterMs })),
  },
  {
    weight: 2,
    arbitrary: fc.record<Extract<Fate, { kind: 'hung' }>>({
      kind: fc.constant('hung'),
      afterMs: fc.oneof(fc.integer({ min: 0, max: 12_000 }), fc.constant(200_000)),
      heardAfterMs: fc.oneof(fc.integer({ min: 0, max: 60_000 }), fc.constant(200_000)),
    }),
  },
);
const look = fc.constantFrom('ok', 'ok', 'ok', 'lost', 'error');

const step = fc.constantFrom('place', 'cancel', 'amend');
const world = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 4 }),
  fates: fc.array(fate, { maxLength: 8 }),
  looks: fc.array(look, { maxLength: 8 }),
  // Within what the profile waits for.
  lagMs: fc.integer({ min: 0, max: 1500 }),
  skewMs: fc.integer({ min: -4000, max: 4000 }),
  deadlineMs: fc.constantFrom(8_000, 60_000),
});

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000, toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const paths = { place: 'submit', cancel: 'cancel_with_external', amend: 'change_limit_order' } as const;

type Told = 'done' | 'rejected' | 'unknown';

interface Ended {
  readonly call: number;
  readonly end: Told;
  /** Orders before it. */
  readonly before: number;
  /** Whether an earlier placing of the same id ended unknown, so that its order may be the one that was found. */
  readonly earlier: boolean;
}

/** What may not be said of each kind of call. */
const judge = {
  place: (exchange: World, { call, end, before, earlier }: Ended): void => {
    const made = exchange.orders.filter((order) => order.call === call).length;
    const own = exchange.orders.slice(before).filter((order) => order.call === call).length;
    if (made > 1) throw new Error(`order ${call} stands ${made} times, told ${end}`);
    if (end === 'rejected' && own > 0) throw new Error(`order ${call} stands, told ${end}`);
    if (end === 'done' && own === 0 && !earlier) throw new Error(`order ${call} does not stand, told ${end}`);
  },
  cancel: (exchange: World, { call, end }: Ended): void => {
    const isOpen = exchange.newest?.state === 2;
    if (end === 'done' && isOpen) throw new Error(`cancel ${call} told ${end}, the order is open`);
    if (end === 'rejected' && exchange.effects.has(call))
      throw new Error(`cancel ${call} told ${end}, and it was`);
  },
  amend: (exchange: World, { call, end }: Ended): void => {
    const price = exchange.newest?.price;
    if (end === 'done' && price !== call + 1) throw new Error(`amend ${call} told ${end}, price ${price}`);
    if (end === 'rejected' && exchange.effects.has(call))
      throw new Error(`amend ${call} told ${end}, and it was`);
  },
};

/** What one bot meets that sends one order again and again. */
const luck = {
  fates: fc.array(fate, { minLength: 1, maxLength: 6 }),
  looks: fc.array(look, { maxLength: 6 }),
  lagMs: fc.integer({ min: 0, max: 1500 }),
  reconciles: fc.boolean(),
};
const sameOrder = JSON.stringify({ symbol: 'X', externalOid: 'a', price: 1, side: 1, vol: 1, call: 0 });

function open(reconciles: boolean, options: Partial<GatewayOptions> = {}): Gateway {
  return createGateway({
    exchange: mexcContract,
    sign: (_, { timestamp }) => ({ headers: { 'request-time': String(timestamp) } }),
    limits: false,
    breaker: false,
    ...(reconciles && { reconcile: byClientOrderId() }),
    ...options,
  });
}

async function close(gateway: Gateway): Promise<void> {
  const closing = gateway.close();
  await vi.advanceTimersByTimeAsync(10_000);
  await closing;
}

describe('whatever becomes of requests and look-ups', () => {
  it('no order is carried out twice, nothing is called done that was not, nothing refused that was', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ steps, fates, looks, lagMs, skewMs, deadlineMs }) => {
        const exchange = new World(fates, looks, lagMs, skewMs);
        const gateway = open(true, { deadlineMs });
        const send = interceptFetch(gateway, exchange.fetch);
        const told: Told[] = [];
        for (const [call, kind] of steps.entries()) {
          const body = JSON.stringify({
            symbol: 'X',
            externalOid: 'a',
            price: call + 1,
            call,
            ...(kind === 'place' && { side: 1, vol: 1 }),
          });
          const before = exchange.orders.length;
          const ended = send(`${base}/api/v1/private/order/${paths[kind]}`, { method: 'POST', body }).then(
            (): Told => 'done',
            (error: unknown): Told => {
              if (isExchangeError(error) && error.outcome !== 'partial') return error.outcome;
              throw error;
            },
          );
          await vi.advanceTimersByTimeAsync(90_000);
          const end = await ended;
          told.push(end);
          const earlier = told.slice(0, call).some((one, at) => one === 'unknown' && steps[at] === 'place');
          judge[kind](exchange, { call, end, before, earlier });
        }
        await close(gateway);
      }),
      { numRuns: 400 },
    );
  }, 120_000);

  it('an order that its bot sends again after a doubt is carried out once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          ...luck,
          again: fc.integer({ min: 1, max: 4 }),
        }),
        async ({ fates, looks, lagMs, reconciles, again }) => {
          const exchange = new World(fates, looks, lagMs, 0);
          const gateway = open(reconciles, { deadlineMs: 4000 });
          const send = interceptFetch(gateway, exchange.fetch);
          for (let attempt = 0; attempt <= again; attempt += 1) {
            const ended = send(`${base}/api/v1/private/order/submit`, {
              method: 'POST',
              body: sameOrder,
            }).then(
              () => true,
              () => false,
            );
            await vi.advanceTimersByTimeAsync(4600);
            if (await ended) break;
          }
          await vi.advanceTimersByTimeAsync(60_000);
          await close(gateway);
          // Without anybody to ask, the bot may send again once the exchange's window is over: that is its own word.
          const isOwnWord = !reconciles && again * 4600 > validMs;
          if (!isOwnWord) expect(exchange.orders.length).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 200 },
    );
  }, 120_000);

  it('an order that its bot sends again while it is under way is carried out once', async () => {
    const repeats = fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          ...luck,
          repeats,
        }),
        async ({ fates, looks, lagMs, reconciles, repeats }) => {
          const exchange = new World(fates, looks, lagMs, 0);
          const gateway = open(reconciles);
          const send = interceptFetch(gateway, exchange.fetch);
          let isDone = false;
          const calls: Promise<unknown>[] = [];
          for (const afterMs of [0, ...repeats]) {
            await vi.advanceTimersByTimeAsync(afterMs);
            // A bot whose order was done repeats nothing.
            if (isDone) break;
            const call = send(`${base}/api/v1/private/order/submit`, { method: 'POST', body: sameOrder });
            calls.push(
              call.then(
                () => {
                  isDone = true;
                },
                () => undefined,
              ),
            );
          }
          await vi.advanceTimersByTimeAsync(120_000);
          await Promise.all(calls);
          expect(exchange.orders.length).toBeLessThanOrEqual(1);
          await close(gateway);
        },
      ),
      {
        numRuns: 200,
        // The first copy was known to be gone when the second left, which was in flight at the deadline.
        examples: [
          [
            {
              fates: [
                { kind: 'hung', afterMs: 200_000, heardAfterMs: 200_000 },
                { kind: 'hung', afterMs: 6294, heardAfterMs: 200_000 },
                { kind: 'late', afterMs: 0 },
              ],
              looks: [],
              lagMs: 1187,
              reconciles: true,
              repeats: [519, 2002, 0],
            },
          ],
        ],
      },
    );
  }, 120_000);
});
