import { describe, expect, it } from 'vitest';
import { interceptFetch, mexcContract } from '../../src/index.ts';
import { simulateExchange } from '../../src/testing/index.ts';
import { afterwards, open, orderOf, orderPath, sawBy } from './support.ts';

describe('the global fetch in front of a gateway', () => {
  it("sends only the exchange's own host through the gateway", async () => {
    const { exchange, base, gateway } = await open();
    const other = simulateExchange(mexcContract, { limits: false });
    const elsewhere = await other.listen();
    afterwards(() => other.close());
    const platform = globalThis.fetch;
    afterwards(() => {
      globalThis.fetch = platform;
    });
    const gated = interceptFetch(gateway, platform);
    const hosts = new Set([new URL(base).host]);
    globalThis.fetch = (input, init) => {
      const { host } = new URL(input instanceof Request ? input.url : input);
      return hosts.has(host) ? gated(input, init) : platform(input, init);
    };
    exchange.failNext('throttle');
    other.failNext('throttle');
    const init = { method: 'POST', body: JSON.stringify(orderOf('1')) };
    const answers = [];
    for (const origin of [base, elsewhere]) {
      const input = origin === base ? `${origin}${orderPath}` : new Request(`${origin}${orderPath}`, init);
      answers.push(await (await fetch(input, origin === base ? init : undefined)).json());
    }
    expect(answers).toMatchObject([{ code: 0 }, { code: 510 }]);
    expect(sawBy(exchange)).toEqual(['POST 1 throttle signed', 'POST 1 ok executed signed']);
    expect(sawBy(other)).toEqual(['POST 1 throttle']);
  });
});
