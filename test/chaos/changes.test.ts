import 'axios';
import 'bottleneck/light.js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { clients, origin } from '../support/clients.ts';
import {
  type BotOptions,
  type CallEnd,
  exchangeOfBot,
  gatewayOfBot,
  liesOf,
  playBot,
  type Step,
  shareDone,
  venues,
} from './bot.ts';
import { baseSeed, seeded } from './random.ts';
import { inVirtualTime, type VirtualTime } from './virtual-time.ts';
import { wireTo } from './wire.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

function perform(options: BotOptions, time: Omit<VirtualTime, 'seed'> = {}): Promise<readonly CallEnd[]> {
  return inVirtualTime(
    async () => {
      const exchange = exchangeOfBot(options);
      vi.stubGlobal('fetch', wireTo(exchange, { random: seeded(options.seed + 4) }));
      const gateway = gatewayOfBot(options);
      const ends = await playBot(options, { exchange, gateway, base: origin });
      await gateway.close();
      return ends;
    },
    { seed: options.seed, ...time },
  );
}

const inProcess = clients.filter(({ name }) => name !== 'axios (http)');
/** Over each client; `CHAOS_BOTS=700` has more than 1000 cancels and amends at every exchange. */
const ids = Number(process.env['CHAOS_BOTS'] ?? 200);
const all: readonly Step[] = ['place', 'amend', 'cancel', 'place', 'cancel'];

describe.each(venues)('a bot at $name, a quarter of all requests failing', (venue) => {
  const steps = all.filter((step) => step !== 'amend' || venue.amend);
  const told: CallEnd[] = [];

  it.each(inProcess)('is told no lie over $name', async (client) => {
    const ends = await perform({ venue, client, seed: baseSeed + 11, ids, steps });
    expect(liesOf(ends)).toEqual([]);
    told.push(...ends);
  });

  it('gets done what can be done', () => {
    const cancels = shareDone(venue, told, 'cancel');
    const amends = shareDone(venue, told, 'amend');
    if (process.env['CHAOS_BOTS']) console.log(venue.name, { cancels, amends });
    expect(cancels.of).toBeGreaterThan(ids);
    expect(cancels.share).toBeGreaterThanOrEqual(0.97);
    if (!venue.amend) return;
    expect(amends.of).toBeGreaterThan(ids);
    expect(amends.share).toBeGreaterThanOrEqual(0.6);
  });
});

interface Hardship extends Partial<BotOptions> {
  readonly time?: Omit<VirtualTime, 'seed'>;
}

const hardships: Readonly<Record<string, Hardship>> = {
  'where some is carried out seconds after it was called failed': { late: true },
  'whose look-ups show an order 1 s after it was placed': { lookupLagMs: 1000 },
  'where both is so': { late: true, lookupLagMs: 1000 },
  'that blocks its event loop for longer than its deadline and the validity of its orders': {
    late: true,
    deadlineMs: 3000,
    validForMs: 1000,
    time: { stalls: true, stallMs: 4000 },
  },
};

describe.each(Object.keys(hardships))('a bot %s', (title) => {
  it.each(venues)('is told no lie at $name', async (venue) => {
    const { time, ...options } = hardships[title] ?? {};
    const steps = all.filter((step) => step !== 'amend' || venue.amend);
    const client = inProcess[venues.indexOf(venue) % inProcess.length] ?? clients[0];
    if (!client) throw new Error('no client');
    const ends = await perform({ venue, client, seed: baseSeed + 23, ids: 100, steps, ...options }, time);
    expect(liesOf(ends)).toEqual([]);
    expect(ends.length).toBeGreaterThan(100);
  });
});
