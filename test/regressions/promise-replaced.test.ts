import axios from 'axios';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { kucoin } from '../../src/catalog/kucoin/index.ts';
import { createGateway, interceptAxios, interceptFetch, mexcContract } from '../../src/index.ts';
import { simulateExchange } from '../../src/testing/index.ts';
import { settle } from '../support/time.ts';

const keys = { apiKey: 'key-of-a-test', apiSecret: 'secret-of-a-test', passphrase: 'pass-of-a-test' };
const url = 'https://contract.mexc.com/api/v1/contract/ticker';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** As `zone.js` and others do it: `async` functions go on returning promises of the platform's own class. */
function replacePromise(): void {
  vi.stubGlobal('Promise', class extends Promise<unknown> {});
  onTestFinished(() => void vi.unstubAllGlobals());
}

it('calls wait, go again and are signed where a program replaced `Promise`', async () => {
  replacePromise();
  const exchange = simulateExchange(mexcContract, { limits: false });
  const limits = [{ name: 'all', scope: 'ip', capacity: 2, windowMs: 1000 }] as const;
  const gateway = createGateway({ exchange: mexcContract, limits });
  const send = interceptFetch(gateway, exchange.fetch);
  const api = axios.create({ adapter: exchange.adapter });
  interceptAxios(api, gateway);
  exchange.failNext('throttle');
  const body = new Blob([
    '{"symbol":"BTC_USDT","externalOid":"o-1","price":1,"vol":1,"side":1,"type":1,"openType":1}',
  ]);
  const headers = { 'content-type': 'application/json' };
  const submit = 'https://contract.mexc.com/api/v1/private/order/submit';
  const calls = [
    send(url).then(({ status }) => status),
    send(submit, { method: 'POST', body, headers }).then(({ status }) => status),
    ...[1, 2, 3].map(() => api.get(url).then(({ status }) => status)),
  ];
  // The blob is read outside the clock.
  const { value } = await settle(Promise.all(calls));
  expect(value).toEqual([200, 200, 200, 200, 200]);
  expect(exchange.log.map(({ action }) => action).toSorted()).toEqual([
    'order',
    'ticker',
    'ticker',
    'ticker',
    'ticker',
    'ticker',
  ]);
  await gateway.close();
});

it('WebCrypto signs where a program replaced `Promise`', async () => {
  vi.useRealTimers();
  vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined);
  onTestFinished(() => void vi.restoreAllMocks());
  replacePromise();
  const { hosts } = kucoin;
  const request = {
    method: 'GET',
    url: new URL(`https://${hosts[0]}/api/v1/accounts`),
    path: '/api/v1/accounts',
    query: '',
    headers: {},
    body: undefined,
  };
  const signature = await kucoin.signer(keys)(request, { timestamp: 1_700_000_000_000, attempt: 1 });
  vi.restoreAllMocks();
  expect(signature).toEqual(await kucoin.signer(keys)(request, { timestamp: 1_700_000_000_000, attempt: 1 }));
});
