import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type CcxtClient, exchangeFromCcxt, throttleCcxt } from '../../src/ccxt/index.ts';
import { backoff, createGateway } from '../../src/index.ts';
import { credentials, errorClass, type Methods, make } from './support.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const answer =
  (body: object, status = 200): Handler =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
const drop: Handler = (request) => request.resume().on('end', () => request.socket.destroy());
const done = answer({ retCode: 0, retMsg: 'OK', result: { orderId: '1' } });

let server: Server | undefined;
afterEach(() => server?.closeAllConnections());

/** ccxt with its own transport, at an exchange on loopback. */
async function set(...handlers: Handler[]) {
  let arrived = 0;
  const own = createServer((request, response) => {
    const handler = handlers[Math.min(arrived, handlers.length - 1)];
    arrived += 1;
    handler?.(request, response);
  });
  server = own;
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
  const { port } = own.address() as AddressInfo;
  const instance = make('bybit', credentials) as unknown as CcxtClient & Methods;
  const origin = `http://127.0.0.1:${port}`;
  Object.assign(instance, { urls: { api: { public: origin, private: origin } } });
  // Real time passes here, so no wait is longer than it has to be.
  const soon = backoff({ baseDelayMs: 1, minDelayMs: 1, maxDelayMs: 2 });
  const gateway = createGateway({
    exchange: exchangeFromCcxt(instance),
    policies: { 'rate-limit': soon, network: soon },
  });
  throttleCcxt(instance, gateway);
  const place = (): Promise<unknown> =>
    instance['privatePostV5OrderCreate']?.({ symbol: 'BTCUSDT', orderLinkId: 'my-1' }) ?? Promise.reject();
  return { instance, gateway, place, own, arrived: () => arrived };
}

describe("ccxt's own transport below a gateway", () => {
  it('brings answers, and signs the second attempt anew', async () => {
    const signatures: unknown[] = [];
    const noting =
      (next: Handler): Handler =>
      (request, response) => {
        signatures.push(request.headers['x-bapi-sign']);
        next(request, response);
      };
    const { place, gateway } = await set(
      noting(answer({ retCode: 10006, retMsg: 'Too many visits!' })),
      noting(done),
    );
    expect(await place()).toMatchObject({ result: { orderId: '1' } });
    expect(new Set(signatures).size).toBe(2);
    await gateway.close();
  });

  it('sends an order once whose connection was lost after it arrived', async () => {
    const { place, gateway, arrived } = await set(drop, done);
    await expect(place()).rejects.toMatchObject({
      name: 'UnknownOutcomeError',
      category: 'network',
      clientOrderId: 'my-1',
    });
    expect(arrived()).toBe(1);
    await gateway.close();
  });

  it('knows that an order was never sent where no server listens', async () => {
    const { place, gateway, own, instance } = await set(done);
    await new Promise((resolve) => own.close(resolve));
    const error = await place().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(errorClass('NetworkError'));
    expect(error).toMatchObject({ cause: { outcome: 'rejected', category: 'network' } });
    // The transport was made once, on the instance itself.
    const dispatcher: unknown = Reflect.get(instance, 'fetchDispatcher');
    expect(Object(dispatcher).constructor.name).toBe('Agent');
    await expect(place()).rejects.toBeInstanceOf(errorClass('NetworkError'));
    expect(Reflect.get(instance, 'fetchDispatcher')).toBe(dispatcher);
    await gateway.close();
  });

  it("throws ccxt's class for an answer", async () => {
    const { place, gateway } = await set(answer({ retCode: 110007, retMsg: 'ab not enough' }));
    await expect(place()).rejects.toBeInstanceOf(errorClass('InsufficientFunds'));
    await gateway.close();
  });
});
