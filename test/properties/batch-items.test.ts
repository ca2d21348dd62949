import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createGateway, interceptFetch, isExchangeError, mexcContract } from '../../src/index.ts';

/** What becomes of one item of one request. */
type ItemFate = 'done' | 'throttled' | 'funds' | 'unknown-done' | 'unknown-not';
/** What becomes of one request. */
type Fate =
  | { readonly kind: 'items'; readonly items: readonly ItemFate[]; readonly status: 200 | 503 }
  | { readonly kind: 'throttled' | 'lost' | 'answer-lost' | 'timestamp' | 'html' };

const codes: Readonly<Record<ItemFate, number>> = {
  done: 0,
  throttled: 510,
  funds: 2005,
  // Documented as an internal error.
  'unknown-done': 500,
  'unknown-not': 500,
};
const path = '/api/v1/private/order/submit_batch';
const reset = (): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) });

/** Carries out batches as it is told, and counts how often it did so with each item. */
class World {
  readonly executions = new Map<string, number>();
  readonly requests: (readonly string[])[] = [];
  readonly #fates: Fate[];

  constructor(fates: readonly Fate[]) {
    this.#fates = [...fates];
  }

  readonly fetch: typeof fetch = async (input, init) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (new URL(String(input)).pathname !== path)
      return Response.json({ success: true, code: 0, data: Date.now() });
    const orders: readonly { readonly externalOid: string }[] = JSON.parse(String(init?.body));
    const ids = orders.map(({ externalOid }) => externalOid);
    this.requests.push(ids);
    const fate = this.#fates.shift() ?? { kind: 'items', items: [], status: 200 };
    switch (fate.kind) {
      case 'throttled':
        return Response.json({ success: false, code: 510, message: 'slow down' });
      case 'timestamp':
        return Response.json({ success: false, code: 513, message: 'time' });
      case 'html':
        return new Response('<html>', { status: 502, headers: { 'content-type': 'text/html' } });
      case 'answer-lost':
        for (const id of ids) this.#execute(id);
        throw reset();
      case 'lost':
        throw reset();
      case 'items': {
        const data = ids.map((id, at) => this.#item(id, fate.items[at] ?? 'done'));
        return Response.json({ success: true, code: 0, data }, { status: fate.status });
      }
    }
  };

  #item(externalOid: string, fate: ItemFate): object {
    if (fate === 'done' || fate === 'unknown-done') this.#execute(externalOid);
    const errorCode = codes[fate];
    return errorCode === 0
      ? { externalOid, orderId: `9${externalOid}`, errorCode, errorMsg: 'success' }
      : { externalOid, errorCode, errorMsg: fate };
  }

  #execute(id: string): void {
    this.executions.set(id, (this.executions.get(id) ?? 0) + 1);
  }
}

const itemFate = fc.oneof(
  { weight: 3, arbitrary: fc.constant<ItemFate>('throttled') },
  { weight: 3, arbitrary: fc.constant<ItemFate>('done') },
  { weight: 1, arbitrary: fc.constantFrom<ItemFate>('funds', 'unknown-done', 'unknown-not') },
);
const fate: fc.Arbitrary<Fate> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record<Extract<Fate, { kind: 'items' }>>({
      kind: fc.constant('items'),
      items: fc.array(itemFate, { minLength: 5, maxLength: 5 }),
      status: fc.oneof(
        { weight: 9, arbitrary: fc.constant(200 as const) },
        { weight: 1, arbitrary: fc.constant(503 as const) },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'throttled' as const,
        'lost' as const,
        'answer-lost' as const,
        'timestamp' as const,
        'html' as const,
      ),
    }),
  },
);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

interface Item {
  readonly index: number;
  readonly ok: boolean;
  readonly outcome?: string | undefined;
}

async function send(world: World, ids: readonly string[]) {
  const gateway = createGateway({
    exchange: mexcContract,
    limits: false,
    deadlineMs: 8000,
    maxAttempts: 4,
    breaker: false,
    sign: () => ({ headers: { signature: 's' } }),
  });
  const body = JSON.stringify(ids.map((externalOid) => ({ symbol: 'X', externalOid })));
  const told = interceptFetch(gateway, world.fetch)(`http://127.0.0.1${path}`, {
    method: 'POST',
    body,
    exchange: { partial: 'repeat' },
  }).then(
    async (response) => ({ body: await response.json(), error: undefined }),
    (error: unknown) => ({ body: undefined, error }),
  );
  await vi.advanceTimersByTimeAsync(20_000);
  const ended = await told;
  await gateway.close();
  return ended;
}

it('whatever becomes of the items of a batch, none is carried out twice, and each ends with its true outcome', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 2, max: 5 }),
      fc.array(fate, { maxLength: 6 }),
      async (count, fates) => {
        const ids = Array.from({ length: count }, (_, at) => String(at + 1));
        const world = new World(fates);
        const { body, error } = await send(world, ids);
        expect(world.requests.length).toBeLessThanOrEqual(4);
        for (const id of ids) expect(world.executions.get(id) ?? 0).toBeLessThanOrEqual(1);
        if (!isExchangeError(error)) {
          expect(error).toBeUndefined();
          expect(body.data.map(({ externalOid }: { externalOid: string }) => externalOid)).toEqual(ids);
          expect(body.data.map(({ orderId }: { orderId: string }) => orderId)).toEqual(
            ids.map((id) => `9${id}`),
          );
          expect(ids.map((id) => world.executions.get(id))).toEqual(ids.map(() => 1));
          return;
        }
        const items: readonly Item[] =
          error.items ?? ids.map((_, index) => ({ index, ok: false, outcome: error.outcome }));
        expect(items.map(({ index }) => index)).toEqual(ids.map((_, index) => index));
        for (const [at, item] of items.entries()) {
          const executed = world.executions.get(ids[at] ?? '') ?? 0;
          if (item.ok) expect(executed).toBe(1);
          else if (item.outcome === 'rejected') expect(executed).toBe(0);
          else expect(item.outcome).toBe('unknown');
        }
        if (error.outcome === 'rejected') expect(world.executions.size).toBe(0);
      },
    ),
    { numRuns: 300 },
  );
});
