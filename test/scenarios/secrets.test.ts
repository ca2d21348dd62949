import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createGateway, isExchangeError } from '../../src/index.ts';
import { simulateExchange } from '../../src/testing/index.ts';
import { axiosConfigOf } from '../../tools/markets.ts';
import { credentials } from '../../tools/samples.ts';
import { clients } from '../support/clients.ts';
import { markets } from '../support/markets.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const pairs = markets.flatMap((market) => clients.map((client) => ({ market, client })));

/** Everything that printing an error can show. */
function printed(error: unknown): string {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((...values: unknown[]) => {
    lines.push(...values.map((value) => inspect(value, { depth: 12 })));
  });
  console.log(error);
  lines.push(
    inspect(error, { depth: 12, showHidden: true, getters: false }),
    JSON.stringify(error),
    String(error),
    error instanceof Error ? `${error.stack} ${inspect(error.cause, { depth: 12, showHidden: true })}` : '',
  );
  return lines.join('\n');
}

describe.each(pairs)('$market.exchange.name over $client.name', ({ market, client }) => {
  it.each(['funds', 'answer-lost', 'refused connection', 'code'] as const)(
    'prints no key, secret, signature or header value after %s',
    async (kind) => {
      const exchange = simulateExchange(market.exchange, { funds: kind === 'funds' ? 0 : 1e9 });
      const base = await exchange.listen();
      const { url, data: body } = axiosConfigOf(market.order(market.id(77), 1, 1));
      const shown: string[] = [];
      const gateway = createGateway({
        exchange: market.exchange,
        maxAttempts: 1,
        hosts: ['exchange.test'],
        sign: async (request, context) => {
          const signature = await market.sign(request, context);
          shown.push(...Object.values(signature.headers ?? {}));
          for (const text of [signature.query, signature.body].filter((one) => one?.includes('signature=')))
            shown.push(...new URLSearchParams(text).getAll('signature'));
          for (const value of new URLSearchParams(signature.query ?? '').values()) shown.push(value);
          return signature;
        },
      });
      if (kind === 'answer-lost') exchange.failNext('answer-lost');
      if (kind === 'code') exchange.failNext('code');
      if (kind === 'refused connection') await exchange.close();
      const error: unknown = await client
        .call(gateway, url, {
          method: 'POST',
          body,
          base,
          query: 'token=query-secret-1',
        })
        .then(
          () => undefined,
          (caught: unknown) => caught,
        );
      await gateway.close();
      await exchange.close();
      expect(isExchangeError(error)).toBe(true);
      const text = printed(error);
      const secrets = [
        ...shown,
        ...Object.values({ ...credentials, ...market.credentials }),
        'query-secret-1',
      ];
      expect(
        secrets.filter(
          (secret) => secret.length > 5 && secret !== 'application/json' && text.includes(secret),
        ),
      ).toEqual([]);
      expect(text).toContain(market.exchange.id);
    },
  );
});
