import fc from 'fast-check';
import 'axios';
import 'bottleneck/light.js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { byClientOrderId, createGateway, type GatewayOptions } from '../../src/index.ts';
import { type Fault, faultKinds, simulateExchange } from '../../src/testing/index.ts';
import { clients, origin } from '../support/clients.ts';
import { chosenMarkets, deduplicating, isBan } from './chosen-markets.ts';
import { baseSeed, seeded } from './random.ts';
import { type OrderEnd, type Placing, place, wait } from './story.ts';
import { expectPromiseKept } from './verdict.ts';
import { inVirtualTime } from './virtual-time.ts';
import { type Hop, wireTo } from './wire.ts';

/** What happens to one request: on its way, or at the exchange. */
type Step = 'fine' | Exclude<Hop, 'through'> | Fault;

/** One order, and everything that befalls it. */
interface Tale {
  /** One per request, in the order in which they leave; look-ups included. After the last, all is well. */
  readonly steps: readonly Step[];
  readonly at: number;
  readonly over: number;
  readonly lookUp: boolean;
  readonly deduplicate: boolean;
  readonly maxAttempts: number;
  readonly deadlineMs: number;
  /** The request during which the caller aborts, and how long after it left. */
  readonly abort: { readonly request: number; readonly afterMs: number } | undefined;
  readonly seed: number;
}

const inProcess = clients.filter(({ name }) => name !== 'axios (http)');

const fault: fc.Arbitrary<Fault> = fc.record(
  {
    kind: fc.constantFrom(...faultKinds),
    delayMs: fc.constantFrom(40, 400),
    executed: fc.boolean(),
  },
  { requiredKeys: ['kind'] },
);

/**
 * Without a refusal that lies, "not carried out" though it was: nothing can see through these. And without an answer to
 * what was not carried out.
 */
const isHonest = ({ kind, executed }: Fault): boolean =>
  executed
    ? !['code', 'throttle', 'html'].includes(kind)
    : executed === undefined || !['delay', 'truncated', 'cut-json'].includes(kind);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fault.filter(isHonest) },
  { weight: 1, arbitrary: fc.constantFrom('refused' as const, 'late' as const) },
  { weight: 1, arbitrary: fc.constant('fine' as const) },
);

const tale: fc.Arbitrary<Tale> = fc.record({
  steps: fc.array(step, { maxLength: 12 }),
  at: fc.nat({ max: chosenMarkets.length - 1 }),
  over: fc.nat({ max: inProcess.length - 1 }),
  lookUp: fc.boolean(),
  deduplicate: fc.boolean(),
  maxAttempts: fc.integer({ min: 1, max: 6 }),
  deadlineMs: fc.constantFrom(30, 300, 2000, 60_000),
  abort: fc.option(fc.record({ request: fc.nat({ max: 8 }), afterMs: fc.nat({ max: 60 }) }), {
    nil: undefined,
    freq: 2,
  }),
  seed: fc.nat({ max: 1000 }),
});

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Tells the tale, and how it ended. */
function tell(tale: Tale): Promise<OrderEnd & { readonly sends: number }> {
  return inVirtualTime(async () => {
    const market = chosenMarkets[tale.at];
    const client = inProcess[tale.over];
    if (!market || !client) throw new Error('a market or client is missing');
    const { deduplicate, lookUp, maxAttempts, deadlineMs, seed } = tale;
    const exchange = simulateExchange(market.exchange, {
      limits: false,
      ...deduplicating(market, deduplicate),
      lookupLagMs: 20,
      seed,
    });
    const caller = new AbortController();
    vi.stubGlobal(
      'fetch',
      wireTo(exchange, {
        random: seeded(seed),
        hop: (request) => {
          if (tale.abort?.request === request) setTimeout(() => caller.abort(), tale.abort.afterMs);
          const now = tale.steps[request];
          return now === 'refused' || now === 'late' ? now : 'through';
        },
        onArrival: (request) => {
          const now = tale.steps[request];
          if (typeof now === 'object' && !isBan(market, now.kind))
            exchange.failNext(now, { match: () => true });
        },
      }),
    );
    const options: Partial<GatewayOptions> = lookUp
      ? { reconcile: byClientOrderId({ settleMs: 50, asks: 2, fill: market.fill }) }
      : {};
    const gateway = createGateway({
      exchange: market.exchange,
      limits: false,
      maxAttempts,
      deadlineMs,
      ...options,
    });
    const id = market.id(10_001);
    const placing: Placing = { market, client, gateway, base: origin, caller };
    const ended = await place(placing, id);
    await wait(1500);
    await gateway.close();
    const sends = exchange.log.filter(({ action }) => action === 'order').length;
    return { id, ...ended, executed: exchange.executions(id), faults: [], sends };
  }, tale);
}

describe('whatever befalls one order', () => {
  it(`it is placed once or not at all, and the caller is told the truth, seed ${baseSeed}`, async () => {
    await fc.assert(
      fc.asyncProperty(tale, async (told) => {
        const ended = await tell(told);
        expectPromiseKept([ended]);
        expect(ended.sends).toBeLessThanOrEqual(told.maxAttempts);
      }),
      { seed: baseSeed, numRuns: Number(process.env['CHAOS_RUNS'] ?? 600) },
    );
  }, 60_000);

  it(`it is done in the end where it can be looked up and may be sent again, seed ${baseSeed}`, async () => {
    const troubles = fc.array(
      step.filter((one) => typeof one !== 'object' || one.kind !== 'code'),
      {
        maxLength: 5,
      },
    );
    await fc.assert(
      fc.asyncProperty(tale, troubles, async (told, steps) => {
        const { end, executed } = await tell({
          ...told,
          steps,
          lookUp: true,
          maxAttempts: 6,
          deadlineMs: 600_000,
          abort: undefined,
        });
        expect({ end, executed }).toEqual({ end: 'done', executed: 1 });
      }),
      { seed: baseSeed, numRuns: Number(process.env['CHAOS_RUNS'] ?? 300) },
    );
  }, 60_000);
});
