import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createGateway, isExchangeError } from '../../src/index.ts';
import { simulateExchange } from '../../src/testing/index.ts';
import { clients } from '../support/clients.ts';
import { credentials, dialects } from '../support/exchanges.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const pairs = dialects.flatMap((dialect) => clients.map((client) => ({ dialect, client })));

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

describe.each(pairs)('$dialect.exchange.name over $client.name', ({ dialect, client }) => {
  it.each(['funds', 'answer-lost', 'refused connection', 'code'] as const)(
    'prints no key, secret, signature or header value after %s',
    async (kind) => {
      const exchange = simulateExchange(dialect.exchange, { funds: kind === 'funds' ? 0 : 1e9 });
      const base = await exchange.listen();
      const shown: string[] = [];
      const signer = dialect.exchange.signer(credentials);
      const gateway = createGateway({
        exchange: dialect.exchange,
        maxAttempts: 1,
        hosts: ['exchange.test'],
        sign: async (request, context) => {
          const signature = await signer(request, context);
          shown.push(...Object.values(signature.headers ?? {}));
          for (const value of new URLSearchParams(signature.query ?? '').values()) shown.push(value);
          return signature;
        },
      });
      if (kind === 'answer-lost') exchange.failNext('answer-lost');
      if (kind === 'code') exchange.failNext('code');
      if (kind === 'refused connection') await exchange.close();
      const error: unknown = await client
        .call(gateway, dialect.path, {
          method: 'POST',
          body: dialect.order('77'),
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
      const secrets = [...shown, credentials.apiKey, credentials.apiSecret, 'query-secret-1'];
      expect(
        secrets.filter(
          (secret) => secret.length > 5 && secret !== 'application/json' && text.includes(secret),
        ),
      ).toEqual([]);
      expect(text).toContain(dialect.exchange.id);
    },
  );
});
