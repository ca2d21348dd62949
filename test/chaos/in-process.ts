import 'axios';
import 'bottleneck/light.js';
import { vi } from 'vitest';
import { origin } from '../support/clients.ts';
import { seeded } from './random.ts';
import { type Cast, exchangeOf, gatewayOf, type OrderEnd, play, type Story } from './story.ts';
import { inVirtualTime } from './virtual-time.ts';
import { wireTo } from './wire.ts';

/** Plays a story without sockets and without waiting: the same seed tells the same story. */
export async function perform(story: Story, cast: Cast): Promise<readonly OrderEnd[]> {
  const act = async (): Promise<readonly OrderEnd[]> => {
    const exchange = exchangeOf(story, cast);
    vi.stubGlobal('fetch', wireTo(exchange, { random: seeded(cast.seed + 4) }));
    const gateway = gatewayOf(story, cast, {});
    const ends = await play(story, cast, { exchange, gateway, base: origin, overMs: 2000 });
    await gateway.close();
    return ends;
  };
  try {
    return await inVirtualTime(act, { seed: cast.seed, stalls: story.stalls ?? false });
  } finally {
    vi.unstubAllGlobals();
  }
}
