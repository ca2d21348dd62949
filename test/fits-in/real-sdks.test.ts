// The real packages over a gateway, on loopback: what becomes of orders, and of our errors.
import { Agent } from 'node:http';
import { connect } from 'node:net';
import { inspect } from 'node:util';
import { RestClientV5 } from 'bybit-api';
import { bybit } from 'exchange-interceptors/exchanges/bybit';
import { afterEach, describe, expect, it } from 'vitest';
import {
  byClientOrderId,
  createGateway,
  type ExchangeError,
  type GatewayOptions,
  gatewayAdapter,
  isExchangeError,
} from '../../src/index.ts';
import {
  type Fault,
  type FaultKind,
  type SimulateOptions,
  simulateExchange,
} from '../../src/testing/index.ts';
import { marketOf, simulatedKeys } from '../../tools/markets.ts';
import { credentials } from '../../tools/samples.ts';
import { clientsWithAxiosOptions } from './clients-with-axios-options.ts';
import { otherClients } from './other-clients.ts';
import type { RealClient } from './real-client.ts';

const clients: readonly RealClient[] = [...clientsWithAxiosOptions, ...otherClients];

interface Scene {
  readonly sim?: SimulateOptions;
  /** For the first order. */
  readonly fault?: FaultKind | Fault;
  readonly gateway?: Partial<GatewayOptions>;
  /** A loop above places it up to so many times, until it is placed. @default 1 */
  readonly tries?: number;
}

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
  'answer lost, looked up': { fault: 'answer-lost', gateway: { reconcile: byClientOrderId() } },
  'answer lost, three tries': { fault: 'answer-lost', tries: 3 },
} as const satisfies Readonly<Record<string, Scene>>;

type SceneName = keyof typeof scenes;

const platform = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = platform;
});

/** How it ended, how often the order was sent, by whom signed, and how often it was carried out. */
async function play(client: RealClient, { sim, fault, gateway: options, tries = 1 }: Scene, byUs: boolean) {
  const { exchange } = client;
  const market = marketOf(exchange);
  const simulated = simulateExchange(exchange, {
    ...(byUs || !client.isUnverified ? simulatedKeys(exchange) : {}),
    limits: false,
    ...sim,
  });
  let signed = 0;
  const gateway = createGateway({
    exchange,
    limits: false,
    deadlineMs: 10_000,
    ...(byUs && {
      sign: (request, context) => {
        if (request.method === 'POST') signed += 1;
        return market.sign(request, context);
      },
    }),
    ...options,
  });
  const given: ExchangeError[] = [];
  gateway.on('giveUp', ({ error }) => given.push(error));
  if (fault) simulated.failNext(fault);
  try {
    const place = client.open(gateway, await simulated.listen());
    const id = (client.id ?? market.id)(7);
    const ends: string[] = [];
    while (ends.length < tries && ends.at(-1) !== 'done')
      ends.push(
        await place(id).then(
          () => 'done',
          (error: unknown) => wordOf(error, given.at(-1)),
        ),
      );
    const sent = simulated.log.filter(
      ({ clientOrderId, action }) => clientOrderId === id && action === 'order',
    );
    return [
      ends.join(', '),
      `sent ${sent.length}`,
      `signed ${signed || 'by the client'}`,
      `executed ${simulated.executions(id)}`,
      ...(sent.every(({ signatureOk }) => signatureOk !== false) ? [] : ['WRONG SIGNATURE']),
    ].join('; ');
  } finally {
    await gateway.close();
    await simulated.close();
  }
}

/** What it says, and whether it is ours; where it is not, ours is what the gateway gave. */
function wordOf(error: unknown, given: ExchangeError | undefined): string {
  const shown = inspect(isExchangeError(error) ? error : given, {
    depth: 9,
    showHidden: true,
    getters: true,
  });
  const leaks = Object.values(credentials).some((key) => shown.includes(key));
  const ours = isExchangeError(error) ? error : given;
  return `${isExchangeError(error) ? '' : 'replaced '}${ours?.category}/${ours?.outcome}${leaks ? ' LEAKED' : ''}`;
}

/** Those that a client can be in. */
function isFor(name: SceneName, { hidesTime }: RealClient, byUs: boolean): boolean {
  if (name === 'clock off') return !hidesTime;
  if (name === 'throttled for too long') return !byUs;
  // Nobody else can sign a look-up.
  return byUs || name !== 'answer lost, looked up';
}

async function playAll(client: RealClient, byUs: boolean) {
  const names = (Object.keys(scenes) as SceneName[]).filter((name) => isFor(name, client, byUs));
  const rows = names.map(async (name) => [name, await play(client, scenes[name], byUs)]);
  return Object.fromEntries(await Promise.all(rows));
}

/** What is the same for every client, but for the words of one that throws errors of its own. */
function wordsOf({ replaces }: RealClient) {
  const prefix = replaces ? 'replaced ' : '';
  const [lost, again] = [`${prefix}network/unknown`, `${prefix}unknown/unknown`];
  return { prefix, lost, looped: [lost, again, again].join(', ') };
}

describe('a client over a gateway', () => {
  const signing = clients.filter(({ signsNothing }) => !signsNothing);

  it.each(signing)('$name signs by itself: once, so that a refused timestamp ends it', async (client) => {
    const { prefix, lost, looped } = wordsOf(client);
    expect(await playAll(client, false)).toEqual({
      throttled: 'done; sent 2; signed by the client; executed 1',
      'throttled for too long': `${prefix}rate-limit/rejected; sent 1; signed by the client; executed 0`,
      ...(!client.hidesTime && {
        'clock off': `${prefix}timestamp/rejected; sent 1; signed by the client; executed 0`,
      }),
      'no funds': `${prefix}funds/rejected; sent 1; signed by the client; executed 0`,
      'answer lost': `${lost}; sent 1; signed by the client; executed 1`,
      'answer lost, three tries': `${looped}; sent 1; signed by the client; executed 1`,
    });
  });

  it.each(clients)('$name is signed by the gateway, anew for each attempt', async (client) => {
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
  });

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
