// Where an exchange takes its signature in the query, what is handed on afterwards still shows the address of the caller.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import axios from 'axios';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createGateway,
  defineExchange,
  interceptAxios,
  interceptFetch,
  isExchangeError,
} from '../../src/index.ts';

const exchange = defineExchange({
  id: 'by-query',
  name: 'By query',
  table: { source: 'none', rows: [['1', 'funds', 'rejected', 'too little']] },
  rest: { code: ['code'], message: ['message'], ok: ['0'], flags: [], bare: false },
  routes: [{ method: 'GET', path: '/', kind: 'read', signed: true }],
});

const server = createServer((request, response) => {
  const path = request.url ?? '';
  if (path.startsWith('/moved')) response.writeHead(301, { location: path.replace('/moved', '/to') }).end();
  else if (path.startsWith('/file'))
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end('abc');
  else response.writeHead(200, { 'content-type': 'application/json' }).end('{"code":0}');
});
let origin = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const made = () =>
  createGateway({
    exchange,
    limits: false,
    sign: ({ query }) => ({ query: `${query}&key=the-key-itself&signature=the-signature` }),
  });
const secret = /the-key|the-signature/;
const options = { exchange: { signed: true } };

describe('an answer to a request that was signed in its query', () => {
  it.each(['/json', '/file'])('tells the address as the caller gave it, its copies too: %s', async (path) => {
    const gateway = made();
    const response = await interceptFetch(gateway)(`${origin}${path}?a=1#part`, options);
    const copy = response.clone();
    expect([response.url, copy.url, copy.clone().url]).toEqual(Array(3).fill(`${origin}${path}?a=1`));
    expect(inspect([response, copy])).not.toMatch(secret);
    expect(await copy.text()).toBe(await response.text());
    await gateway.close();
  });

  it('tells no more where the exchange repeats it in a redirect', async () => {
    const gateway = made();
    const api = axios.create({ baseURL: origin });
    interceptAxios(api, gateway);
    const refused = await Promise.allSettled([
      interceptFetch(gateway)(`${origin}/moved?a=1`, options),
      api.get('/moved?a=1', options),
    ]);
    for (const one of refused) {
      const error: unknown = one.status === 'rejected' ? one.reason : undefined;
      if (!isExchangeError(error)) throw new Error('it should have been refused');
      expect(error.message).toContain('/to');
      const { response } = error;
      expect(inspect(response, { depth: 6 })).toContain('/to');
      expect(inspect(response, { depth: 6 })).not.toMatch(secret);
    }
    await gateway.close();
  });
});
