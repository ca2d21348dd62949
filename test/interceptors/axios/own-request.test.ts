import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createGateway, interceptAxios, mexcContract } from '../../../src/index.ts';
import { credentials } from '../../support/exchange.ts';
import { copies } from './copies.ts';
import { type Loopback, listen } from './server.ts';

// The time that is asked for after a refused timestamp is a request of ours.
const json = { 'content-type': 'application/json' };
let server: Loopback;
let time: (response: ServerResponse) => void;
let written = 0;
beforeAll(async () => {
  server = await listen({
    api: (request, response) => {
      if (request.url?.endsWith('/ping')) return time(response);
      response.writeHead(200, json);
      response.end('{"success":false,"code":513,"message":"time"}');
    },
  });
});
afterAll(() => server.close());
beforeEach(() => {
  server.log.length = 0;
  written = 0;
});

/** Until the client has enough. */
function endless(response: ServerResponse): void {
  response.writeHead(200, json);
  const piece = ' '.repeat(16 * 1024);
  const write = (): void => {
    if (response.destroyed) return;
    written += piece.length;
    if (response.write(piece)) setImmediate(write);
    else response.once('drain', write);
  };
  write();
}

describe.each(copies)('with %s', (_, axios) => {
  describe.each(['http', 'fetch'] as const)('by %s', (adapter) => {
    const attach = (config = {}) => {
      const api = axios.create({ baseURL: `${server.origin}/api/v1`, adapter, ...config });
      const sign = mexcContract.signer(credentials);
      const gateway = createGateway({ exchange: mexcContract, sign, limits: false, clock: { samples: 1 } });
      interceptAxios(api, gateway);
      return { api, gateway };
    };

    it("carries nothing of the caller's but its way", async () => {
      time = (response) =>
        response.writeHead(200, json).end(`{"success":true,"code":0,"data":${Date.now() + 3_600_000}}`);
      const ran: string[] = [];
      const { api, gateway } = attach({
        auth: { username: 'me', password: 'secret' },
        headers: { 'X-Own': 'mine', Cookie: 'a=1' },
        params: { own: 1 },
        transformResponse: [
          (data: unknown) => {
            ran.push('transformResponse');
            return data;
          },
        ],
        onDownloadProgress: () => ran.push('progress'),
      });
      await api.post('/private/order/submit', { externalOid: 'o-1' }).catch(() => {});
      const ping = server.log.find(({ url }) => url?.includes('/ping'));
      expect(ping).toMatchObject({ method: 'GET', url: '/api/v1/contract/ping', body: '' });
      const names = Object.keys(ping?.headers ?? {});
      const carried = names.filter((name) =>
        ['x-own', 'cookie', 'authorization', 'apikey', 'signature'].includes(name),
      );
      expect(carried).toEqual([]);
      expect(ran.filter((one) => one === 'transformResponse')).toHaveLength(1);
      const { clockOffsetMs = 0 } = gateway.stats();
      expect(Math.round(clockOffsetMs / 60_000)).toBe(60);
    });

    it.each<[string, (response: ServerResponse) => void]>([
      ['endless', endless],
      [
        'packed a thousandfold',
        (response) => {
          response.writeHead(200, { ...json, 'content-encoding': 'gzip' });
          response.end(gzipSync(Buffer.alloc(30_000_000, 32)));
        },
      ],
      [
        'a little too long',
        (response) => response.writeHead(200, json).end(`{"data":1}${' '.repeat(64 * 1024)}`),
      ],
    ])('reads no more than it needs of an answer that is %s', async (__, reply) => {
      time = reply;
      const { api, gateway } = attach();
      const error: unknown = await api.get('/private/account/assets').catch((e: unknown) => e);
      expect(error).toMatchObject({ category: 'timestamp', outcome: 'rejected' });
      expect(gateway.stats().clockOffsetMs).toBe(undefined);
      expect(written).toBeLessThan(20_000_000);
    });
  });
});
