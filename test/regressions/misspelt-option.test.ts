import axios from 'axios';
import { describe, expect, it } from 'vitest';
import {
  backoff,
  byClientOrderId,
  chainUp,
  createGateway,
  failFast,
  type GatewayOptions,
  interceptAxios,
  interceptFetch,
  interceptSocket,
  ktx,
  mexcContract,
  usedHeader,
} from '../../src/index.ts';
import { typeErrorOf } from '../support/failures.ts';

const gateway = createGateway({ exchange: mexcContract });
const withOptions = (options: object): string =>
  typeErrorOf(() => createGateway({ exchange: mexcContract, ...options } as GatewayOptions));
const limit = { name: 'orders', scope: 'account', capacity: 1, windowMs: 60_000 };
const client = { eval: async () => [] };

describe('a misspelt option is told wherever it stands, with the name that was meant', () => {
  it.each<[object, string]>([
    [{ maxAttempt: 1 }, '`createGateway` has no option `maxAttempt`. Did you mean `maxAttempts`? It got 1.'],
    [{ retries: 3 }, '`createGateway` has no option `retries`. Did you mean `maxAttempts`? It got 3.'],
    [{ timeout: 9 }, '`createGateway` has no option `timeout`. Did you mean `deadlineMs`? It got 9.'],
    [
      { limits: [{ ...limit, mach: { kind: 'order' } }] },
      '`createGateway` has no option `limits[0].mach`. Did you mean `limits[0].match`? It got an object.',
    ],
    [
      { limits: [{ ...limit, match: { kinds: 'order' } }] },
      '`createGateway` has no option `limits[0].match.kinds`. Did you mean `limits[0].match.kind`? It got a string.',
    ],
    [
      { breaker: { serverFault: 3 } },
      '`createGateway` has no option `breaker.serverFault`. Did you mean `breaker.serverFaults`? It got 3.',
    ],
    [
      { budget: { tokens: 3 } },
      '`createGateway` has no option `budget.tokens`. It takes `capacity`, `faultCost`, `throttleCost`, `refund`. It got 3.',
    ],
    [
      { clock: { sample: 3 } },
      '`createGateway` has no option `clock.sample`. Did you mean `clock.samples`? It got 3.',
    ],
    [
      { reconcile: { ask: () => undefined, settle: 0 } },
      '`createGateway` has no option `reconcile.settle`. Did you mean `reconcile.settleMs`? It got 0.',
    ],
    [
      { redis: { client, prefixx: 'a' } },
      '`createGateway` has no option `redis.prefixx`. Did you mean `redis.prefix`? It got a string.',
    ],
  ])('createGateway: %#', (options, message) => {
    expect(withOptions(options)).toBe(message);
  });

  it('in the factories too', () => {
    expect(typeErrorOf(() => Reflect.apply(backoff, undefined, [{ baseDelay: 1 }]))).toBe(
      '`backoff` has no option `baseDelay`. Did you mean `baseDelayMs`? It got 1.',
    );
    expect(typeErrorOf(() => Reflect.apply(byClientOrderId, undefined, [{ ask: 1 }]))).toMatch(
      /^`byClientOrderId` has no option `ask`\./,
    );
    expect(typeErrorOf(() => gateway.eta(Object.assign({ path: '/' }, { wait: 1 })))).toMatch(
      /^`eta` has no option `wait`\./,
    );
  });

  it('in the keys of a signer, which are not printed', () => {
    const keys = { apiKey: 'key-1234', secret: 'secret-1234' };
    expect(typeErrorOf(() => Reflect.apply(mexcContract.signer, undefined, [keys]))).toBe(
      '`mexcContract.signer` has no option `secret`. Did you mean `apiSecret`? It got a string.',
    );
    const good = { apiKey: 'key-1234', apiSecret: 'secret-1234' };
    expect(
      typeErrorOf(() => Reflect.apply(mexcContract.signer, undefined, [{ ...good, recvwindow: 5 }])),
    ).toMatch(/Did you mean `recvWindow`\? It got 5\.$/);
    expect(typeErrorOf(() => Reflect.apply(chainUp.signer, undefined, [{ ...good, emptyBody: null }]))).toBe(
      "chainUp.signer: `emptyBody` must be '' or '{}', but got null.",
    );
    expect(typeErrorOf(() => Reflect.apply(ktx.signer, undefined, [{ ...good, passphrase: 'x' }]))).toBe(
      'taken',
    );
    expect(typeErrorOf(() => Reflect.apply(usedHeader, undefined, ['x-used']))).toBe(
      "`usedHeader limit` takes the name of a limit, or '' for the narrowest; it got undefined.",
    );
  });

  it('and for a single call, which is not sent', async () => {
    const sent: unknown[] = [];
    const send = interceptFetch(gateway, async (input) => {
      sent.push(input);
      return Response.json({ success: true, code: 0 });
    });
    await expect(
      Reflect.apply(send, undefined, ['https://contract.mexc.com/', { exchange: { clientOrderID: 'a' } }]),
    ).rejects.toThrow(
      new TypeError(
        '`exchange` has no option `clientOrderID`. Did you mean `clientOrderId`? It got a string. Nothing was sent.',
      ),
    );
    expect(sent).toEqual([]);
  });
});

describe('what was put into the wrong place is told, and not printed', () => {
  it.each<[object, string]>([
    [{ breaker: 5 }, '`breaker` takes an object, or false; it got 5.'],
    [
      { sign: 'my-secret' },
      '`sign` takes a function, such as `mexcContract.signer({ apiKey, apiSecret })` returns; it got a string.',
    ],
    [
      { sign: mexcContract.signer },
      '`sign` takes what the signer returns: call it with `{ apiKey, apiSecret }`; it got a function.',
    ],
    [
      { redis: { client: 'redis://:pass@host' } },
      '`redis.client` takes an ioredis or node-redis client, or `{ eval(script, keys, args) }`; it got a string.',
    ],
    [
      { redis: { options: {}, eval: () => undefined } },
      '`createGateway` has no option `redis.options`. It takes `client`, `prefix`',
    ],
    [{ redis: 'redis://:pass@host' }, '`redis` takes an object with `client`; it got a string.'],
    [
      { exchange: 'mexc' },
      "`exchange` takes an exchange itself and not its name, such as `mexcContract` or what `defineExchange` returns; it got 'mexc'.",
    ],
    [{ mode: 'observer' }, "`mode` takes 'act' or 'observe'; it got 'observer'. Did you mean 'observe'?"],
    [{ deadlineMs: '10s' }, "`deadlineMs` takes a number of milliseconds, at least 1; it got '10s'."],
    [
      { hosts: ['https://a.com'] },
      "a host such as 'api.example.com', with neither 'https://' nor a path; it got",
    ],
    [{ policies: { '51O': failFast() } }, "it got '51O'. Did you mean `510`?"],
    [{ policies: { money: failFast() } }, "it got 'money'. The categories are rate-limit, order-limit,"],
    [{ apiSecret: 'my-secret' }, '`createGateway` has no option `apiSecret`.'],
    [
      { reconcile: byClientOrderId },
      '`reconcile` takes a function that asks, such as `byClientOrderId()` with its brackets, or an object with `ask`; it got a function.',
    ],
  ])('createGateway: %#', (options, message) => {
    expect(withOptions(options)).toContain(message);
    expect(withOptions(options)).not.toMatch(/my-secret|pass@/);
  });

  it.each<[string, () => unknown, string]>([
    [
      'a URL for a path',
      () => gateway.eta({ path: 'https://a.com/b' }),
      '`eta.path` takes a path such as "/api/v1/order"; it got \'https://a.com/b\'.',
    ],
    [
      'options for a gateway',
      () => Reflect.apply(interceptAxios, undefined, [axios.create(), { exchange: mexcContract }]),
      '`interceptAxios gateway` takes what `createGateway` returns, not what it takes; it got an object.',
    ],
    [
      'gateway and instance swapped',
      () => Reflect.apply(interceptAxios, undefined, [gateway, axios.create()]),
      '`interceptAxios instance` takes an axios instance, such as `axios.create()` returns; it got an object.',
    ],
    [
      'fetch before the gateway',
      () => Reflect.apply(interceptFetch, undefined, [fetch, gateway]),
      '`interceptFetch gateway` takes what `createGateway` returns, before the fetch to use; it got a function.',
    ],
    [
      'a gateway for a socket',
      () => Reflect.apply(interceptSocket, undefined, [gateway, gateway]),
      '`interceptSocket socket` takes a WebSocket, or a function that makes one; it got an object.',
    ],
  ])('%s', (_, call, message) => {
    expect(typeErrorOf(call)).toBe(message);
  });
});
