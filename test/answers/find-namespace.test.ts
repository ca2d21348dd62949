import { expect, it } from 'vitest';
import { binanceSpot } from '../../src/catalog/binance-spot/index.ts';
import { binanceUsdm } from '../../src/catalog/binance-usdm/index.ts';
import { exchanges } from '../../src/catalog/built-in.ts';
import { kucoin } from '../../src/catalog/kucoin/index.ts';
import { classify, createGateway, interceptFetch, isExchangeError } from '../../src/index.ts';

const proxies = ['http://127.0.0.1:8080', 'https://proxy.example', ''];

it('a host is told by its paths wherever requests go', () => {
  const rows = [
    [kucoin, 'futures', 'https://api-futures.kucoin.com', '300012', '/api/v1/orders'],
    [kucoin, 'futures', 'https://api-futures.kucoin.com', '200003', '/api/v1/orders/multi'],
    [kucoin, 'futures', 'https://api-futures.kucoin.com', '200003', '/api/v1/st-orders'],
    [kucoin, 'futures', 'https://api-futures.kucoin.com', '200003', '/api/v1/margin/withdrawMargin'],
    [kucoin, undefined, 'https://api.kucoin.com', '200003', '/api/v1/hf/orders'],
    [kucoin, undefined, 'https://api.kucoin.com', '200003', '/api/v1/trade-fees'],
  ] as const;
  const wrong = rows.flatMap(([exchange, name, own, code, path]) => {
    const body = { code, msg: 'x' };
    const table = (name === undefined ? exchange.codes : exchange.codes.named.get(name))?.rest;
    const { category } = table?.get(code) ?? {};
    return [own, ...proxies].flatMap((origin) => {
      const read = classify(exchange, { status: 200, body, method: 'POST', url: origin + path });
      const found = read.ok ? 'good' : read.category;
      return found === category ? [] : [`${origin}${path} ${code}: ${found}, not ${category}`];
    });
  });
  expect(wrong).toEqual([]);
});

it('an abandoned route of spot, at the same path, has the codes of its own host', () => {
  const body = { code: '200003', msg: 'x' };
  const url = 'https://api.kucoin.com/api/v1/orders';
  expect(classify(kucoin, { status: 200, body, method: 'POST', url })).toMatchObject({
    category: 'order-limit',
  });
});

it('the streams of Binance are told by their paths', () => {
  const frame = { transport: 'ws', body: { code: 2, msg: 'x' } } as const;
  const wrong = [binanceSpot, binanceUsdm].flatMap((exchange) => {
    const [stream] = exchange.namespaces.filter(({ name }) => name === 'ws-stream');
    const own = [stream?.match.host ?? []].flat();
    const wanted = exchange.codes.named.get('ws-stream')?.ws.get('2')?.category;
    return [...own, '127.0.0.1:9443'].flatMap((host) =>
      ['/ws', '/ws/btcusdt@trade', '/stream'].flatMap((path) => {
        const read = classify(exchange, { ...frame, url: `wss://${host}${path}` });
        return !read.ok && read.category === wanted ? [] : [`${exchange.id} ${host}${path}`];
      }),
    );
  });
  expect(wrong).toEqual([]);
});

it('no table is found by a host alone', () => {
  const alone = exchanges.flatMap(({ id, namespaces }) =>
    namespaces
      .filter(
        ({ match: { host, path, elsewhere } }) => host !== undefined && (path ?? elsewhere) === undefined,
      )
      .map(({ name }) => `${id} ${name}`),
  );
  // Its commands say for themselves which host is theirs.
  expect(alone).toEqual(['kucoin ws-trade']);
});

it('a code of futures is read as one in a live call through another address', async () => {
  const sign = kucoin.signer({ apiKey: 'k', apiSecret: 's', passphrase: 'p' });
  const gateway = createGateway({ exchange: kucoin, sign, hosts: ['127.0.0.1'] });
  const refused = () => Promise.resolve(Response.json({ code: '200003', msg: 'Symbol invalid' }));
  const send = interceptFetch(gateway, refused);
  const end = await send('http://127.0.0.1:8080/api/v1/orders', { method: 'POST', body: '{}' }).then(
    () => 'good',
    (error: unknown) => (isExchangeError(error) ? `${error.category} ${error.outcome}` : String(error)),
  );
  expect(end).toBe('invalid-request rejected');
  await gateway.close();
});
