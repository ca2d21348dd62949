import { expect, it } from 'vitest';
import { byClientOrderId, createGateway, interceptFetch } from '../../src/index.ts';
import { instrumentGateway } from '../../src/otel/index.ts';
import { simulateExchange } from '../../src/testing/index.ts';
import { credentials, dialects } from '../support/exchanges.ts';
import { Recorder } from './support.ts';

// Words of the caller's that no span and no metric may hold, and what signing made of the key.
const id = '600177';
const typed = [
  'password-of-url',
  'value-of-query',
  'value-of-header',
  credentials.apiKey,
  credentials.apiSecret,
];

it.each(dialects.map((dialect) => ({ dialect, name: dialect.exchange.name })))(
  '$name: spans and metrics hold no key, signature, header, query or client order id',
  async ({ dialect }) => {
    const sim = simulateExchange(dialect.exchange, { credentials, limits: false });
    const base = await sim.listen();
    const gateway = createGateway({
      exchange: dialect.exchange,
      sign: dialect.exchange.signer(credentials),
      hosts: ['exchange.test'],
      limits: false,
      reconcile: byClientOrderId({ settleMs: 0, asks: 1 }),
    });
    const recorder = new Recorder();
    instrumentGateway(gateway, recorder.providers);
    const sent: string[] = [];
    const spy: typeof fetch = (input, init) => {
      sent.push(String(input), ...Object.values(Object.fromEntries(new Headers(init?.headers))));
      return fetch(String(input).replace('user:password-of-url@', ''), init);
    };
    const send = interceptFetch(gateway, spy);
    const order = { method: 'POST', body: JSON.stringify(dialect.order(id)) };
    const headers = { 'content-type': 'application/json', 'x-own': 'value-of-header' };
    const withUser = base.replace('//', '//user:password-of-url@');
    sim.failNext('answer-lost');
    await send(`${base}${dialect.path}`, { ...order, headers });
    await send(`${withUser}/some/path/${id}?q=value-of-query`).catch(() => undefined);
    await send(`${withUser}/some/path?q=value-of-query#value-of-query`, { headers }).catch(() => undefined);

    const statuses = recorder.finished.map(({ status, links }) => ({ status, links }));
    const said = JSON.stringify([recorder.told, statuses, await recorder.metrics()]);
    // Signatures: whatever long value left with a request.
    const signatures = sent.flatMap((text) => text.match(/[0-9A-Fa-f]{32,}|[A-Za-z0-9+/]{43}=/g) ?? []);
    expect(sent.join(' ')).toContain('password-of-url');
    expect(signatures.length).toBeGreaterThan(0);
    expect([...typed, id, ...signatures].filter((word) => said.includes(word))).toEqual([]);
    expect(recorder.finished.length).toBeGreaterThanOrEqual(8);
    await gateway.close();
    await sim.close();
  },
);
