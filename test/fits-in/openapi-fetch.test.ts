import createClient from 'openapi-fetch';
import { describe, expect, it } from 'vitest';
import { type CallOptions, interceptFetch } from '../../src/index.ts';
import { caught, open, orderOf, orderPath, sawBy } from './support.ts';
import type { Paths } from './ways.ts';

describe('openapi-fetch over a gateway', () => {
  it('throws our error instead of giving `{ error }`, be it under HTTP 200 or 500', async () => {
    const { exchange, base, gateway } = await open({}, { funds: 1 });
    const api = createClient<Paths>({ baseUrl: base, fetch: interceptFetch(gateway) });
    const error = await caught(api.POST(orderPath, { body: orderOf('1') }));
    expect(error).toMatchObject({ name: 'ExchangeError', category: 'funds', status: 200 });
    exchange.failNext('error-before');
    const unknown = await caught(api.POST(orderPath, { body: orderOf('2') }));
    expect(unknown).toMatchObject({ name: 'UnknownOutcomeError', category: 'server', status: 500 });
    expect(sawBy(exchange)).toEqual(['POST 1 2005 signed', 'POST 2 error-before signed']);
  });

  it('puts `exchange` on the Request, where a function of one line finds it', async () => {
    const { base, gateway } = await open();
    const gated = interceptFetch(gateway);
    const traced: string[] = [];
    const exchangeOf = (name: string): { readonly exchange: CallOptions } => ({
      exchange: { trace: () => traced.push(name) },
    });
    const plain = createClient<Paths>({ baseUrl: base, fetch: gated });
    await plain.POST(orderPath, { body: orderOf('1'), ...exchangeOf('handed in as it is') });
    const reading = createClient<Paths>({
      baseUrl: base,
      fetch: (request: Request & { exchange?: CallOptions }) =>
        gated(request, request.exchange ? { exchange: request.exchange } : {}),
    });
    await reading.POST(orderPath, { body: orderOf('2'), ...exchangeOf('read from the request') });
    expect(traced).toEqual(['read from the request']);
  });
});
