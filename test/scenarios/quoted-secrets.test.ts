// Whatever an exchange, a proxy or an adapter quotes of a signed request: nothing secret of it is told or printed.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { inspect } from 'node:util';
import axios, { type AxiosAdapter, AxiosError, AxiosHeaders } from 'axios';
import { expect, it } from 'vitest';
import { channelOf, publishDiagnostics } from '../../src/diagnostics/index.ts';
import {
  createGateway,
  type EventName,
  type Gateway,
  interceptAxios,
  interceptFetch,
} from '../../src/index.ts';
import { instrumentGateway } from '../../src/otel/index.ts';
import { axiosConfigOf, bodyOf, type Market, targetOf } from '../../tools/markets.ts';
import { credentials } from '../../tools/samples.ts';
import { Recorder } from '../otel/support.ts';
import { markets } from '../support/markets.ts';

/** A request as it left. */
interface Sent {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What comes of it: an answer, or it throws. */
type Enemy = (sent: Sent) => {
  readonly status: number;
  readonly body: string;
  readonly headers?: Record<string, string>;
};

const listenKey = 'pqia91ma19a5s61cv6a81va65sdf19v8a65a1a5s61cv6a81va65sdf19v8a65a1';
const own = { cookie: 'session=cookie-9876543; b=tok-998877', 'x-token': 'Bearer header-tok-1234' };
const ownSecrets = ['cookie-9876543', 'tok-998877', 'header-tok-1234', 'query-key-123456', listenKey];

/** Every field in which an exchange has its code or its text. */
const inFields = (code: string, text: string): string =>
  JSON.stringify({
    ...Object.fromEntries(
      ['code', 'label', 'err-code', 'retCode', 'error_code', 'errorCode'].map((name) => [name, code]),
    ),
    ...Object.fromEntries(
      ['msg', 'message', 'err-msg', 'retMsg', 'errorMessage'].map((name) => [name, text]),
    ),
    error: [`EX:${code}`],
    data: [{ sCode: code, sMsg: text, code, msg: text }],
    error_response: { error: code, message: text },
    success: false,
    status: 'error',
  });

/** The pieces of a request, each by itself. */
const pieces = ({ url, headers, body }: Sent): string =>
  [
    ...Object.values(headers).flatMap((value) => value.split(/[\s,;=]+/)),
    ...new URLSearchParams(url.split('?')[1] ?? '').values(),
    ...new URLSearchParams(body).values(),
    body,
  ]
    .filter((piece) => piece.length > 5)
    .map((piece) => `<${piece}>`)
    .join(' ');

const throws =
  (make: (all: string, sent: Sent) => Error): Enemy =>
  (sent) => {
    throw make(JSON.stringify(sent), sent);
  };

const enemies: Readonly<Record<string, Enemy>> = {
  'a message': throws((all, { url }) => new Error(`failed ${url} ${all}`)),
  'fields of an error': throws((all, sent) =>
    Object.assign(new Error('failed'), {
      name: all,
      code: `E ${all}`,
      hostname: all,
      options: sent,
      request: sent,
      config: sent,
    }),
  ),
  'a chain of causes': throws(
    (all) =>
      new Error('failed', {
        cause: new Error('x', { cause: Object.assign(new Error(all), { code: all, input: all }) }),
      }),
  ),
  'several errors at once': throws((all) => new AggregateError([new Error(all)], all)),
  'a text': (sent) => ({ status: 400, body: inFields('987654', JSON.stringify(sent)) }),
  'a code': (sent) => ({ status: 400, body: inFields(JSON.stringify(sent), JSON.stringify(sent)) }),
  'pieces in a code': (sent) => ({ status: 400, body: inFields(pieces(sent), pieces(sent)) }),
  'a page': (sent) => ({ status: 502, body: `<html>${pieces(sent)}</html>` }),
  'no JSON': (sent) => ({ status: 200, body: `upstream ${pieces(sent)}` }),
  'a redirect': ({ url }) => ({ status: 302, body: '', headers: { location: `https://a.example/x?${url}` } }),
  'a wait': (sent) => ({
    status: 429,
    body: '',
    headers: { 'retry-after': pieces(sent), date: pieces(sent) },
  }),
};

const eventNames: readonly EventName[] = [
  'call',
  'sent',
  'attempt',
  'settled',
  'retry',
  'throttled',
  'paused',
  'reconcile',
  'giveUp',
  'unlisted',
  'observed',
  'foreign',
  'breaker',
];

/** All that listeners, channels, spans and metrics of a gateway hear. */
function overheard(gateway: Gateway): { readonly said: () => Promise<string>; readonly stop: () => void } {
  const heard: unknown[] = [];
  const recorder = new Recorder();
  const undo = [publishDiagnostics(gateway), instrumentGateway(gateway, recorder.providers)];
  for (const name of eventNames) {
    undo.push(
      gateway.on(name, (event) =>
        heard.push(inspect(event, { depth: 10, showHidden: true }), JSON.stringify(event)),
      ),
    );
    const onMessage = (message: unknown): void => {
      heard.push(inspect(Object(message).event, { depth: 10 }));
    };
    subscribe(channelOf(name), onMessage);
    undo.push(() => unsubscribe(channelOf(name), onMessage));
  }
  const said = async (): Promise<string> => {
    const ends = recorder.finished.map(({ status, links, attributes, events }) => ({
      status,
      links,
      attributes,
      events,
    }));
    return JSON.stringify([heard, recorder.told, ends, await recorder.metrics()]);
  };
  return { said, stop: () => undo.forEach((off) => void off()) };
}

/** All that printing an error, and what caused it, can show. */
function printed(thrown: unknown): string {
  const shown = [
    inspect(thrown, { depth: 10 }),
    inspect(thrown, { depth: 10, showHidden: true, getters: true }),
    JSON.stringify(thrown),
  ];
  for (let link = thrown; link instanceof Error; link = link.cause)
    shown.push(`${link} ${link.stack} ${inspect({ ...link }, { depth: 10 })}`);
  return shown.join('\n');
}

function overFetch(gateway: Gateway, enemy: Enemy, origin: string, market: Market): Promise<unknown> {
  const order = market.order(market.id(77), 1, 1);
  const send = interceptFetch(gateway, async (input, init) => {
    const headers = Object.fromEntries(new Headers(init?.headers));
    const { status, body, ...answer } = enemy({
      url: String(input),
      headers,
      body: String(init?.body ?? ''),
    });
    return new Response(body, { status, headers: answer.headers ?? { 'content-type': 'application/json' } });
  });
  const { body, headers } = bodyOf(order);
  return send(withOwn(origin + targetOf(order)), {
    method: order.method,
    ...(body && { body }),
    headers: { ...headers, ...own },
  });
}

function overAxios(gateway: Gateway, enemy: Enemy, origin: string, market: Market): Promise<unknown> {
  const order = market.order(market.id(77), 1, 1);
  const adapter: AxiosAdapter = async (config) => {
    const headers = Object.fromEntries(
      Object.entries(config.headers.toJSON()).map(([name, value]) => [name, String(value)]),
    );
    const sent = { url: axios.getUri(config), headers, body: String(config.data ?? '') };
    const { status, body, ...answer } = enemy(sent);
    const response = {
      status,
      statusText: '',
      data: body,
      headers: new AxiosHeaders(answer.headers),
      config,
      request: sent,
    };
    throw new AxiosError(`bad ${sent.url}`, 'ERR_BAD', config, sent, response);
  };
  const api = axios.create({ baseURL: origin, adapter });
  interceptAxios(api, gateway);
  const { url, ...config } = axiosConfigOf(order);
  return api.request({ ...config, url: withOwn(url), headers: own });
}

const withOwn = (url: string): string => `${url}${url.includes('?') ? '&' : '?'}listenKey=query-key-123456`;

/** What signing put in, value by value. */
function signedIn(query = '', body = '', headers: Readonly<Record<string, string>> = {}): readonly string[] {
  const values = Object.values(headers).flatMap((value) => [value, ...value.split(/[\s,;=]+/)]);
  const fields = [query, body].flatMap((text) => [...new URLSearchParams(text).values()]);
  return [...values, ...fields, ...(body.match(/"[^"]+"/g) ?? []).map((text) => text.slice(1, -1))];
}

/** What of the keys, of the caller's own secrets and of what signing made is told. */
function secretsIn(told: string, market: Market, made: readonly string[]): readonly string[] {
  const plain = JSON.stringify([market.order(market.id(77), 1, 1), market.exchange.id]);
  const keys = [...made, ...ownSecrets, ...Object.values({ ...credentials, ...market.credentials })];
  const isSecret = (key: string): boolean =>
    key.length > 7 && !/^\d{1,10}$/.test(key) && !/^application\//.test(key) && !plain.includes(key);
  return [...new Set(keys)].filter((key) => isSecret(key) && told.includes(key));
}

it.each(markets)('$exchange.name: nothing of what is quoted', { timeout: 60_000 }, async (market) => {
  const { exchange } = market;
  const origin = `https://${exchange.hosts[0] ?? 'chainup.test'}`;
  const leaks: string[] = [];
  const turn = markets.indexOf(market);
  for (const [at, [what, enemy]] of Object.entries(enemies).entries()) {
    // In turns, so that each of them meets each of the exchanges' schemes.
    const client = (at + turn) % 2 === 0 ? overFetch : overAxios;
    const made: string[] = [];
    const options = {
      exchange,
      maxAttempts: 1,
      limits: false,
      sign: async (...given: Parameters<Market['sign']>) => {
        const signature = await market.sign(...given);
        made.push(...signedIn(signature.query, signature.body, signature.headers));
        return signature;
      },
    } as const;
    const gateway = createGateway(options);
    const { said, stop } = overheard(gateway);
    const thrown = await client(gateway, enemy, origin, market).catch((error: unknown) => error);
    const told = [
      printed(thrown),
      // It takes longer than all else.
      at % 4 === 0 ? inspect(gateway, { depth: 10, showHidden: true }) : '',
      inspect(options, { depth: 2 }),
      JSON.stringify([gateway, gateway.stats(), gateway.headroom()]),
      await said(),
    ].join('\n');
    stop();
    await gateway.close();
    leaks.push(...secretsIn(told, market, made).map((key) => `${client.name}, ${what}: ${key}`));
    expect([what, thrown instanceof Error]).toEqual([what, true]);
  }
  expect(leaks).toEqual([]);
});

it.each(markets)(
  '$exchange.name: nothing of what a bot signed itself that is only observed',
  async (market) => {
    const { exchange } = market;
    const origin = `https://${exchange.hosts[0] ?? 'chainup.test'}`;
    const order = market.order(market.id(77), 1, 1);
    const url = new URL(withOwn(origin + targetOf(order)));
    const { body, headers } = bodyOf(order);
    const plain = {
      method: order.method,
      url,
      path: url.pathname,
      query: url.search.slice(1),
      headers: { ...headers, ...own },
      body,
    };
    const signature = await market.sign(plain, { timestamp: Date.now(), attempt: 1 });
    const signed = { ...plain.headers, ...signature.headers };
    const address = `${origin}${url.pathname}?${signature.query ?? plain.query}`;
    const made = signedIn(signature.query, signature.body, signature.headers);
    const leaks: string[] = [];
    for (const [what, enemy] of Object.entries(enemies)) {
      const gateway = createGateway({ exchange, mode: 'observe' });
      const { said, stop } = overheard(gateway);
      const send = interceptFetch(gateway, async (input, init) => {
        const answer = enemy({ url: String(input), headers: signed, body: String(init?.body ?? '') });
        return new Response(answer.body, { status: answer.status, headers: answer.headers ?? {} });
      });
      const sentBody = signature.body ?? body;
      await send(address, {
        method: order.method,
        headers: signed,
        ...(sentBody && { body: sentBody }),
      }).catch(() => undefined);
      const told = await said();
      stop();
      await gateway.close();
      // No field says of a time that it is secret, and nothing was put in by us.
      const found = secretsIn(told, market, made).filter((key) => !/^\d+$/.test(key));
      leaks.push(...found.map((key) => `${what}: ${key}`));
    }
    expect(leaks).toEqual([]);
  },
);

it.each(markets)('$exchange.name: no listen key that stands in a path', async (market) => {
  const { exchange } = market;
  const origin = `https://${exchange.hosts[0] ?? 'chainup.test'}`;
  const gateway = createGateway({
    exchange,
    maxAttempts: 2,
    limits: false,
    sign: market.sign,
    deadlineMs: 1000,
  });
  const { said, stop } = overheard(gateway);
  const send = interceptFetch(gateway, async (input) => {
    const url = String(input);
    if (url.includes('/moved'))
      return new Response('', { status: 302, headers: { location: `${url}/there` } });
    throw new Error(`no route to ${url}`);
  });
  const errors: unknown[] = [];
  for (const path of [`/ws/${listenKey}`, `/api/${listenKey}/orders`, `/moved/${listenKey}`])
    await send(origin + path, { method: 'POST', body: '{}' }).catch((error: unknown) => errors.push(error));
  const told = [
    ...errors.map(printed),
    inspect(gateway, { depth: 10, showHidden: true }),
    await said(),
  ].join();
  stop();
  await gateway.close();
  expect(errors.length).toBe(3);
  expect(told.includes(listenKey)).toBe(false);
});
