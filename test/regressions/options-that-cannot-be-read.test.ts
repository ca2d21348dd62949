import { describe, expect, it } from 'vitest';
import { channelOf } from '../../src/diagnostics/index.ts';
import {
  backoff,
  byClientOrderId,
  classify,
  createGateway,
  defineExchange,
  extendExchange,
  interceptSocket,
  mexcContract,
} from '../../src/index.ts';
import { instrumentGateway } from '../../src/otel/index.ts';
import { simulateExchange } from '../../src/testing/index.ts';
import { typeErrorOf } from '../support/failures.ts';

const secret = 'S3cr3tS3cr3t';
const thrower = (): never => {
  throw new Error(secret);
};
const gone = (target: object): object => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};
const hidden = (name: string): object => Object.defineProperty({}, name, { enumerable: true, get: thrower });

const gateway = createGateway({ exchange: mexcContract });
const made = (options: object): unknown =>
  Reflect.apply(createGateway, undefined, [{ exchange: mexcContract, ...options }]);

/** Each function with the option object that it is given. */
const takers: Readonly<Record<string, (given: unknown) => unknown>> = {
  breaker: (given) => made({ breaker: given }),
  'limits[0].match': (given) =>
    made({ limits: [{ name: 'a', scope: 'ip', capacity: 1, windowMs: 1, match: given }] }),
  policies: (given) => made({ policies: given }),
  backoff: (given) => Reflect.apply(backoff, undefined, [given]),
  'byClientOrderId.fill': (given) => Reflect.apply(byClientOrderId, undefined, [{ fill: given }]),
  'eta.params': (given) => Reflect.apply(gateway.eta, gateway, [{ path: '/', params: given }]),
  setLimits: (given) => Reflect.apply(gateway.setLimits, gateway, [given]),
  'mexcContract.signer': (given) => Reflect.apply(mexcContract.signer, undefined, [given]),
  'simulateExchange options': (given) => Reflect.apply(simulateExchange, undefined, [mexcContract, given]),
  dialect: (given) => Reflect.apply(simulateExchange, undefined, [mexcContract, { dialect: given }]),
  attributes: (given) => Reflect.apply(instrumentGateway, undefined, [gateway, { attributes: given }]),
};

describe('an object whose members would be ignored is no option object', () => {
  it.each(Object.entries(takers))('%s', (option, take) => {
    const shown = {
      Map: new Map([['a', 1]]),
      Promise: Promise.resolve({}),
      URLSearchParams: new URLSearchParams('a=b'),
      Date: new Date(0),
      Number: Object(5),
    };
    for (const [kind, value] of Object.entries(shown)) {
      const message = typeErrorOf(() => take(value));
      expect(message).toContain(`\`${option}\` takes `);
      expect(message).toContain(`it got an object (${kind}).`);
    }
  });
});

describe('what throws when it is read is told as any other mistake, without its words', () => {
  it.each(Object.entries(takers))('%s', (_option, take) => {
    const proxy = new Proxy({}, { get: thrower, ownKeys: thrower, getPrototypeOf: thrower });
    for (const value of [gone({}), gone([]), proxy]) {
      expect(typeErrorOf(() => take(value))).toMatch(/` takes .* it got an object that cannot be read\./);
    }
    const message = typeErrorOf(() => take(hidden('apiKey')));
    expect(message).toContain('apiKey');
    expect(message).not.toContain(secret);
  });

  it('a member, and a value without a text', () => {
    expect(typeErrorOf(() => takers['breaker']?.(hidden('openMs')))).toBe(
      '`breaker.openMs` takes a number of milliseconds, at least 1; it got what cannot be read.',
    );
    const socket = {
      addEventListener: () => {},
      removeEventListener: () => {},
      send: () => {},
      close: () => {},
    };
    const options = { restOrigin: Object.create(null) };
    expect(typeErrorOf(() => Reflect.apply(interceptSocket, undefined, [socket, gateway, options]))).toBe(
      '`restOrigin` takes a URL; it got an object.',
    );
    expect(typeErrorOf(() => Reflect.apply(defineExchange, undefined, [{ id: Object.create(null) }]))).toBe(
      'defineExchange: `id` takes a string that is not empty; it got an object.',
    );
  });

  it('a member of a definition', () => {
    for (const [make, owner] of [
      [() => Reflect.apply(defineExchange, undefined, [hidden('id')]), 'defineExchange'],
      [() => Reflect.apply(extendExchange, undefined, [mexcContract, hidden('id')]), 'extendExchange'],
    ] as const)
      expect(typeErrorOf(make)).toBe(
        `${owner}: \`id\` takes a string that is not empty; it got what cannot be read.`,
      );
  });

  it('`classify` never throws', () => {
    const answer = new Proxy({ body: '' }, { get: thrower });
    const lost = {
      ok: false,
      category: 'server',
      outcome: 'unknown',
      message: 'an answer that cannot be read',
    };
    expect(classify(mexcContract, answer)).toEqual(lost);
    expect(Reflect.apply(classify, undefined, [null, { body: '', method: 'GET', url: '/' }])).toEqual(lost);
  });
});

it('the user of a URL is not shown, and a socket that is a text is not either', () => {
  const url = `https://me:${secret}@api.example.com/`;
  expect(typeErrorOf(() => made({ hosts: [url] }))).toContain("it got 'https://***@api.example.com/'.");
  expect(typeErrorOf(() => Reflect.apply(interceptSocket, undefined, [url, gateway]))).toBe(
    '`interceptSocket socket` takes a WebSocket, or a function that makes one; it got a string.',
  );
});

it('a host with a star, an attribute that is none and a channel of no event would never count', () => {
  expect(typeErrorOf(() => made({ hosts: ['*.example.com'] }))).toMatch(/^`hosts\[0\]` takes a host /);
  expect(typeErrorOf(() => takers['attributes']?.({ account: {} }))).toMatch(
    /^`attributes\['account'\]` takes /,
  );
  expect(typeErrorOf(() => Reflect.apply(channelOf, undefined, ['atempt']))).toBe(
    "`channelOf name` takes an event's name, such as 'attempt'; it got 'atempt'.",
  );
});
