import { describe, expect, it } from 'vitest';
import {
  chainUp,
  createGateway,
  defineExchange,
  type Exchange,
  type GatewayOptions,
  interceptFetch,
  mexcContract,
} from '../../src/index.ts';

const order = '/api/v1/private/order/submit';

/** What was sent where, and how the calls to these origins ended. */
async function place(
  options: Partial<GatewayOptions>,
  ...urls: readonly string[]
): Promise<{ seen: string[]; ended: unknown[] }> {
  const sign = () => ({ headers: { key: 'k-5f0e9a1c' } });
  const gateway = createGateway({ exchange: mexcContract, sign, limits: false, ...options });
  const seen: string[] = [];
  const send = interceptFetch(gateway, async (url, init) => {
    seen.push(`${new URL(String(url)).host} ${new Headers(init?.headers).get('key')}`);
    return Response.json({ success: true, code: 0 });
  });
  const ended: unknown[] = [];
  for (const url of urls) {
    ended.push(
      await send(url, { method: 'POST', body: '{}', exchange: { signed: true } }).then(
        () => 'sent',
        (error: unknown) => error,
      ),
    );
  }
  await gateway.close();
  return { seen, ended };
}

const refusal = (text: string): object => ({
  name: 'ExchangeError',
  category: 'invalid-request',
  outcome: 'rejected',
  reason: 'failed',
  attempts: 0,
  message: expect.stringContaining(text),
});

describe('a signed request', () => {
  it.each([
    `https://contract.mexc.com${order}`,
    `https://api.mexc.com${order}`,
    `https://contract.mexc.com:8443${order}`,
    `http://127.0.0.1:1234${order}`,
    `http://localhost:1234${order}`,
    `http://exchange.localhost${order}`,
    `http://[::1]:1234${order}`,
  ])('goes to %s', async (url) => {
    expect(await place({}, url)).toEqual({ seen: [`${new URL(url).host} k-5f0e9a1c`], ended: ['sent'] });
  });

  it.each([
    `https://evil.example${order}`,
    `https://contract.mexc.com.evil.example${order}`,
    `https://sub.contract.mexc.com${order}`,
    `https://mexc.com${order}`,
    `http://127.0.0.1.evil.example${order}`,
    `http://contract.mexc.com@evil.example${order}`,
  ])('does not go to %s', async (url) => {
    const { seen, ended } = await place({}, url);
    expect(seen).toEqual([]);
    expect(ended).toMatchObject([refusal(`not to ${new URL(url).host}`)]);
    expect(String(ended[0])).toContain(' and api.mexc.com alone');
  });

  it('goes to the hosts that the gateway was given, as they are written', async () => {
    const hosts = ['Proxy.example', 'other.example:8443'];
    const urls = ['https://proxy.example/a', 'https://other.example:8443/a', 'https://other.example/a'];
    const { seen, ended } = await place({ hosts }, ...urls);
    expect(seen).toEqual(['proxy.example k-5f0e9a1c', 'other.example:8443 k-5f0e9a1c']);
    expect(ended).toMatchObject(['sent', 'sent', refusal('not to other.example')]);
  });

  const own: Exchange = defineExchange({
    id: 'own',
    name: 'Own',
    table: { source: 'x', rows: [['1', 'funds', 'rejected', 'no money']] },
    rest: { code: ['code'], message: ['msg'], ok: ['0'], flags: [], bare: true },
  });

  it.each([chainUp, own])('of a profile without hosts keeps to the first origin: $id', async (exchange) => {
    const urls = [
      'https://one.example/a',
      'https://two.example/a',
      'http://one.example/a',
      'https://one.example/b',
    ];
    const { seen, ended } = await place({ exchange }, ...urls);
    expect(seen).toEqual(['one.example k-5f0e9a1c', 'one.example k-5f0e9a1c']);
    expect(ended).toMatchObject([
      'sent',
      refusal('not to https://two.example'),
      refusal('not to http://one.example'),
      'sent',
    ]);
  });
});

describe('what is not signed here', () => {
  it('goes anywhere', async () => {
    const gateway = createGateway({ exchange: mexcContract, limits: false, sign: () => ({}) });
    const send = interceptFetch(gateway, async () => Response.json({ success: true, code: 0 }));
    expect((await send('https://mirror.example/api/v1/contract/ticker')).status).toBe(200);
    await gateway.close();
  });

  it('is refused by the exchange, and told that nobody signed it', async () => {
    const gateway = createGateway({ exchange: mexcContract, limits: false });
    const send = interceptFetch(gateway, async () =>
      Response.json({ success: false, code: 401 }, { status: 401 }),
    );
    const error: unknown = await send(`https://contract.mexc.com${order}`, {
      method: 'POST',
      body: '{}',
    }).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain('This route is private, and the gateway has no `sign`.');
    await gateway.close();
  });
});

it.each(['https://api.example', 'api.example/path', '', 'a b', 5])('takes no host such as %o', (host) => {
  expect(() => createGateway({ exchange: mexcContract, hosts: [host] as string[] })).toThrow(
    '`hosts[0]` takes',
  );
});
