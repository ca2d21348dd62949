import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import axios from 'axios';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  createGateway,
  type Gateway,
  interceptAxios,
  interceptFetch,
  mexcContract,
} from '../../src/index.ts';

let server: Server;
let gateway: Gateway;
let url: string;
/** Ends when the download that never ends was dropped by its client. */
let dropped: Promise<void>;

beforeEach(async () => {
  gateway = createGateway({ exchange: mexcContract });
  dropped = new Promise((resolve) => {
    server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/csv' });
      response.write('time,price\n');
      response.once('close', resolve);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/contract/export`;
});
afterEach(async () => {
  await gateway.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

type Download = (signal: AbortSignal, intercepted: boolean) => Promise<AsyncIterable<unknown>>;

const overAxios =
  (adapter: 'http' | 'fetch'): Download =>
  async (signal, intercepted) => {
    const api = axios.create({ adapter });
    if (intercepted) interceptAxios(api, gateway);
    const { data } = await api.get<AsyncIterable<unknown>>(url, { responseType: 'stream', signal });
    return data;
  };

const overFetch: Download = async (signal, intercepted) => {
  const { body } = await (intercepted ? interceptFetch(gateway) : fetch)(url, { signal });
  if (!body) throw new Error('no body');
  return body;
};

/** How reading ends, if the caller aborts after the first piece. */
async function ending(download: Download, intercepted: boolean): Promise<string> {
  const caller = new AbortController();
  try {
    for await (const _ of await download(caller.signal, intercepted)) caller.abort(new Error('enough'));
    return 'ended by itself';
  } catch (error) {
    return String(error);
  }
}

it.each<[string, Download]>([
  ['axios (http)', overAxios('http')],
  ['axios (fetch)', overAxios('fetch')],
  ['fetch', overFetch],
])('an abort ends a body that %s handed on as a stream, as it does without us', async (_, download) => {
  const told = await ending(download, true);
  await dropped;
  expect(told).toBe(await ending(download, false));
  expect(told).not.toBe('ended by itself');
});
