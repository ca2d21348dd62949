// Next.js 13 and 14 put a cache before `fetch` that keeps good answers, some for ever. A time out of it makes every signed call fail,
// and a "not found" out of it is said again and again.
import axios from 'axios';
import { expect, it } from 'vitest';
import {
  byClientOrderId,
  createGateway,
  interceptAxios,
  interceptFetch,
  mexcContract,
} from '../../src/index.ts';

const order = '/api/v1/private/order/submit';
const sent = { symbol: 'BTC_USDT', side: 1, vol: 1, externalOid: 'a-1' };
const refused = { success: false, code: 513, message: 'Illegal request time' };

/** What was asked for in which way, of an order that needs the clock and a look-up. */
async function ask(client: 'fetch' | 'axios'): Promise<readonly string[]> {
  const seen: string[] = [];
  let orders = 0;
  const network: typeof fetch = async (input, init) => {
    const { url, method, cache } = new Request(input, init);
    const { pathname } = new URL(url);
    seen.push(`${method} ${pathname} ${init?.cache ?? cache}`);
    if (pathname.endsWith('/ping')) return Response.json({ success: true, code: 0, data: Date.now() });
    if (pathname !== order)
      return Response.json({ success: true, code: 0, data: { ...sent, orderId: '7', state: 2 } });
    orders += 1;
    return orders === 1 ? Response.json(refused) : new Response('<html>', { status: 502 });
  };
  const sign = mexcContract.signer({ apiKey: 'key', apiSecret: 'secret' });
  const gateway = createGateway({
    exchange: mexcContract,
    sign,
    reconcile: byClientOrderId(),
    limits: false,
  });
  const url = `http://127.0.0.1${order}`;
  if (client === 'fetch') {
    const body = JSON.stringify(sent);
    const headers = { 'content-type': 'application/json' };
    await interceptFetch(gateway, network)(url, { method: 'POST', body, headers });
  } else {
    const api = axios.create({ adapter: 'fetch', env: { fetch: network } });
    interceptAxios(api, gateway);
    await api.post(url, sent);
  }
  await gateway.close();
  return seen;
}

it.each(['fetch', 'axios'] as const)(
  '%s: clock and look-up are asked for past any cache, the order as the caller says',
  async (client) => {
    const seen = await ask(client);
    expect(seen.filter((line) => line.startsWith('GET')).length).toBeGreaterThan(1);
    expect(seen.filter((line) => line.startsWith('GET') !== line.endsWith(' no-store'))).toEqual([]);
  },
);

it('where the platform knows no such word, it is left out', async () => {
  const own = Object.getOwnPropertyDescriptor(Request.prototype, 'cache');
  try {
    Reflect.deleteProperty(Request.prototype, 'cache');
    const seen = await ask('fetch');
    expect(seen.filter((line) => line.endsWith(' no-store'))).toEqual([]);
  } finally {
    if (own) Object.defineProperty(Request.prototype, 'cache', own);
  }
});
