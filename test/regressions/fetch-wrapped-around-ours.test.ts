import { afterEach, expect, it } from 'vitest';
import { createGateway, interceptFetch, mexcContract } from '../../src/index.ts';

const { fetch: platform } = globalThis;
afterEach(() => {
  globalThis.fetch = platform;
});

const url = 'https://contract.mexc.com/api/v1/contract/ping';

type Wrap = (ours: typeof fetch) => typeof fetch;
const wraps: readonly (readonly [string, Wrap])[] = [
  ['that calls at once', (ours) => (input, init) => ours(input, init)],
  [
    'that takes its time',
    (ours) => async (input, init) => {
      await Promise.resolve();
      return ours(input, init);
    },
  ],
  [
    'that makes another init',
    (ours) => async (input, init) => {
      await Promise.resolve();
      return ours(input, { ...init, headers: { 'x-own': 'yes' } });
    },
  ],
  ['that makes a Request', (ours) => (input, init) => ours(new Request(input, init))],
];

it.each(wraps)(
  'a fetch %s around ours, in the place of the global one, makes one call of one call',
  async (_, wrap) => {
    const seen: string[] = [];
    globalThis.fetch = async (input) => {
      seen.push(input instanceof Request ? input.url : String(input));
      return Response.json({ success: true, code: 0, data: 1 });
    };
    const gateway = createGateway({ exchange: mexcContract, limits: false });
    globalThis.fetch = wrap(interceptFetch(gateway));
    for (const at of [1, 2]) {
      const answer = await fetch(`${url}?at=${at}`);
      expect(await answer.json()).toEqual({ success: true, code: 0, data: 1 });
    }
    expect(seen).toEqual([`${url}?at=1`, `${url}?at=2`]);
    expect(gateway.stats()).toMatchObject({ attempts: 2, calls: 2 });
    await gateway.close();
  },
);

it.each(wraps.slice(0, 3))(
  'a fetch %s around ours, given to another of the gateway, too',
  async (_, wrap) => {
    const seen: string[] = [];
    const gateway = createGateway({ exchange: mexcContract, limits: false });
    const ours = interceptFetch(gateway, async (input) => {
      seen.push(String(input));
      return Response.json({ success: true, code: 0, data: 1 });
    });
    const answer = await interceptFetch(gateway, wrap(ours))(url);
    expect(await answer.json()).toEqual({ success: true, code: 0, data: 1 });
    expect(seen).toEqual([url]);
    expect(gateway.stats()).toMatchObject({ attempts: 1, calls: 1 });
    await gateway.close();
  },
);
