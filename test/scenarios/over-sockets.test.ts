// What faults are on real connections, over each client: at one exchange, for they are the same everywhere.
import { describe, expect, it } from 'vitest';
import { clients } from '../support/clients.ts';
import { dialects } from '../support/exchanges.ts';
import { failure } from '../support/failures.ts';
import { openDialect } from '../support/simulated.ts';

const dialect = dialects.find(({ exchange }) => exchange.id === 'mexc-contract') ?? dialects[0];
if (!dialect) throw new Error('a dialect is missing');

describe.each(clients)('$name', (client) => {
  it('sends an order once and calls it unknown, whatever became of its answer', async () => {
    const { exchange, place } = await openDialect(dialect);
    const faults = ['answer-lost', 'truncated', 'cut-json', 'error-after', 'garbage'] as const;
    for (const [at, fault] of faults.entries()) {
      exchange.failNext(fault);
      const error = await failure(place(client, `400${at}`));
      expect(error, fault).toMatchObject({ outcome: 'unknown', reason: 'outcome-unknown', attempts: 1 });
      expect(exchange.executions(`400${at}`), fault).toBe(1);
    }
    expect(exchange.log.filter((entry) => entry.action === 'order')).toHaveLength(faults.length);
  });

  it.each(['answer-lost', 'truncated', 'error-after', 'garbage', 'html-502'] as const)(
    'reads again after %s',
    async (fault) => {
      const { exchange, gateway, base } = await openDialect(dialect);
      exchange.failNext(fault);
      await client.call(gateway, dialect.read, { base });
      expect(exchange.log.filter((entry) => entry.action === 'balance')).toHaveLength(2);
    },
  );

  it('sends an order again that certainly never left', async () => {
    const { exchange, base, gateway } = await openDialect(dialect, {}, { maxAttempts: 2 });
    await exchange.close();
    const body = dialect.order('5001');
    const error = await failure(client.call(gateway, dialect.path, { method: 'POST', body, base }));
    expect(error).toMatchObject({
      category: 'network',
      outcome: 'rejected',
      attempts: 2,
      reason: 'attempts',
    });
  });
});
