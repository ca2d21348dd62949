// The real packages over a gateway, on loopback: what becomes of orders, and of our errors.
import { Agent } from 'node:http';
import { connect } from 'node:net';
import { RestClientV5 } from 'bybit-api';
import { bybit } from 'exchange-interceptors/exchanges/bybit';
import { afterEach, describe, expect, it } from 'vitest';
import { byClientOrderId, createGateway, gatewayAdapter } from '../../src/index.ts';
import { simulateExchange } from '../../src/testing/index.ts';
import { simulatedKeys } from '../../tools/markets.ts';
import { credentials } from '../../tools/samples.ts';
import { clientsWithAxiosOptions } from './clients-with-axios-options.ts';
import { otherClients } from './other-clients.ts';
import { playClient, type Scene } from './play-client.ts';
import type { RealClient } from './real-client.ts';

const clients: readonly RealClient[] = [...clientsWithAxiosOptions, ...otherClients];

const scenes = {
  throttled: { fault: 'throttle' },
  // What the client signed can be taken for 2 s: by its caller's word, who can say it nowhere else.
  'throttled for too long': {
    fault: { kind: 'throttle', retryAfterMs: 5000 },
    gateway: { describe: () => ({ validForMs: 2000 }) },
  },
  'clock off': { sim: { clockSkewMs: 120_000 } },
  'no funds': { sim: { funds: 0 } },
  'answer lost': { fault: 'answer-lost' },
  'answer lost, looked up': {
    fault: 'answer-lost',
    // Whose account it is stands in none of Hyperliquid's orders.
    gateway: { reconcile: byClientOrderId({ fill: { user: `0x${'0'.repeat(40)}` } }) },
  },
  'answer lost, three tries': { fault: 'answer-lost', tries: 3 },
} as const satisfies Readonly<Record<string, Scene>>;

type SceneName = keyof typeof scenes;

const platform = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = platform;
});

/** Those that a client can be in. */
function isFor(name: SceneName, { hidesTime, signsAlone = false }: RealClient, byUs: boolean): boolean {
  if (name === 'clock off') return !hidesTime;
  if (name === 'throttled for too long') return !byUs;
  // Nobody else can sign a look-up.
  return byUs || signsAlone || name !== 'answer lost, looked up';
}

async function playAll(client: RealClient, byUs: boolean) {
  const names = (Object.keys(scenes) as SceneName[]).filter((name) => isFor(name, client, byUs));
  const rows = names.map(async (name) => [name, await playClient(client, scenes[name], byUs)]);
  return Object.fromEntries(await Promise.all(rows));
}

/** What is the same for every client, but for the words of one that throws errors of its own. */
function wordsOf({ ours }: RealClient) {
  const prefix = ours ? `${ours} ` : '';
  const [lost, again] = [`${prefix}network/unknown`, `${prefix}unknown/unknown`];
  return { prefix, lost, looped: [lost, again, again].join(', ') };
}

describe('a client over a gateway', () => {
  const signing = clients.filter(({ signsNothing }) => !signsNothing);

  it.each(signing)('$name signs by itself: once, so that a refused timestamp ends it', async (client) => {
    const { prefix, lost, looped } = wordsOf(client);
    expect(await playAll(client, false)).toEqual({
      throttled: client.throttlesLong
        ? `${prefix}rate-limit/rejected; sent 1; signed by the client; executed 0`
        : 'done; sent 2; signed by the client; executed 1',
      'throttled for too long': `${prefix}rate-limit/rejected; sent 1; signed by the client; executed 0`,
      ...(!client.hidesTime && {
        'clock off': `${prefix}timestamp/rejected; sent 1; signed by the client; executed 0`,
      }),
      'no funds': `${prefix}funds/rejected; sent 1; signed by the client; executed 0`,
      'answer lost': `${lost}; sent 1; signed by the client; executed 1`,
      ...(client.signsAlone && {
        'answer lost, looked up': 'done; sent 1; signed by the client; executed 1',
      }),
      'answer lost, three tries': `${looped}; sent 1; signed by the client; executed 1`,
    });
  });

  it.each(clients.filter(({ signsAlone }) => !signsAlone))(
    '$name is signed by the gateway, anew for each attempt',
    async (client) => {
      const { prefix, lost, looped } = wordsOf(client);
      const lookedUp = client.repeatIsLookUp ? 2 : 1;
      expect(await playAll(client, true)).toEqual({
        throttled: 'done; sent 2; signed 2; executed 1',
        ...(!client.hidesTime && { 'clock off': 'done; sent 2; signed 2; executed 1' }),
        'no funds': `${prefix}funds/rejected; sent 1; signed 1; executed 0`,
        'answer lost': `${lost}; sent 1; signed 1; executed 1`,
        'answer lost, looked up': `done; sent ${lookedUp}; signed ${lookedUp}; executed 1`,
        'answer lost, three tries': `${looped}; sent 1; signed 1; executed 1`,
      });
    },
  );

  it('sends through the agent that its client was given', async () => {
    const simulated = simulateExchange(bybit, { ...simulatedKeys(bybit), limits: false });
    const port = Number(new URL(await simulated.listen()).port);
    const httpAgent = new Agent();
    httpAgent.createConnection = () => connect(port, '127.0.0.1');
    const gateway = createGateway({ exchange: bybit, limits: false });
    const { apiKey: key, apiSecret: secret } = credentials;
    const options = { key, secret, baseUrl: 'http://exchange.invalid' };
    const client = new RestClientV5(options, { adapter: gatewayAdapter(gateway), httpAgent, proxy: false });
    await client.submitOrder({
      category: 'linear',
      symbol: 'BTCUSDT',
      side: 'Buy',
      orderType: 'Market',
      qty: '1',
      orderLinkId: '7',
    });
    expect(simulated.executions('7')).toBe(1);
    await gateway.close();
    await simulated.close();
  });
});
