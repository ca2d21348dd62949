import { describe, expect, it } from 'vitest';
import { isExchangeError, UnknownOutcomeError } from '../../src/index.ts';
import { attached, errorClass, lost, type Reply } from './support.ts';

const json = (body: unknown, status = 200): Reply => ({ status, body });

/** Answers after which an order may stand, in words that ccxt files under a class of refusals. */
const doubtful: readonly (readonly [id: string, method: string, params: object, reply: Reply])[] = [
  ['binance', 'privatePostOrder', { symbol: 'BTCUSDT' }, json({ code: -1008, msg: 'overloaded' }, 503)],
  ['binanceusdm', 'fapiPrivatePostOrder', { symbol: 'BTCUSDT' }, json({ code: -1000, msg: 'unknown' }, 503)],
  ['bybit', 'privatePostV5OrderCreate', { symbol: 'BTCUSDT' }, json({ retCode: 10016, retMsg: 'error' })],
  ['bybit', 'privatePostV5OrderCancel', { orderId: '1' }, json({ retCode: 10000, retMsg: 'Timeout' })],
  ['okx', 'privatePostTradeOrder', {}, json({ code: '1', data: [{ sCode: '51149', sMsg: 'timed out' }] })],
  ['deribit', 'privateGetSell', {}, json({ error: { message: 'internal_server_error', code: 11094 } }, 500)],
  ['kraken', 'privatePostAmendOrder', {}, json({ error: ['EService:Unavailable'] })],
  ['kucoin', 'privatePostHfOrders', {}, { status: 502, body: '<html>' }],
  ['gate', 'privateSpotPostOrders', {}, json({ label: 'INTERNAL', message: 'Internal server error' }, 500)],
];

describe('an order over ccxt that may stand', () => {
  it.each(doubtful)(
    "rejects with our own error, ccxt's as its cause: %s %s",
    async (id, method, params, reply) => {
      const { instance, stub } = attached(id, [reply]);
      const error: unknown = await instance[method]?.(params).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(UnknownOutcomeError);
      expect((error as Error).cause).toBeInstanceOf(errorClass('BaseError'));
      expect(stub.seen).toHaveLength(1);
    },
  );

  it('rejects so where the answer broke in the middle of its body', async () => {
    const { instance } = attached('bybit', []);
    const cut: typeof fetch = async () =>
      new Response(
        new ReadableStream({
          pull: (controller) => controller.error(new TypeError('terminated', { cause: lost.cause })),
        }),
      );
    Object.assign(instance, { fetchImplementation: cut });
    const order = instance['privatePostV5OrderCreate']?.({ orderLinkId: 'my-1' });
    await expect(order).rejects.toBeInstanceOf(UnknownOutcomeError);
    await expect(order).rejects.toMatchObject({ clientOrderId: 'my-1', cause: { message: 'terminated' } });
  });

  it('keeps what a hook of the caller did wrong beside that', async () => {
    const { instance } = attached('bybit', [lost], {
      policies: {
        network: () => {
          throw new RangeError('mine');
        },
      },
    });
    const error: unknown = await instance['privatePostV5OrderCreate']?.({}).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(error).toMatchObject({ cause: { name: 'NetworkError', cause: { message: 'mine' } } });
  });

  it('is not told of by the failure of the attempt before', async () => {
    const throttled = json({ retCode: 10006, retMsg: 'Too many visits!' });
    const { instance, stub } = attached('bybit', [throttled], { deadlineMs: 1500 });
    const answer = stub.fetch;
    const hanging: typeof fetch = async (input, init) =>
      stub.seen.length === 0
        ? answer(input, init)
        : new Promise((_, reject) => {
            init?.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
          });
    Object.assign(instance, { fetchImplementation: hanging });
    const error: unknown = await instance['privatePostV5OrderCreate']?.({}).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect((error as Error).cause).not.toBeInstanceOf(errorClass('RateLimitExceeded'));
  });

  it('is not placed again under its id by a loop above', async () => {
    const { instance, stub } = attached('gate', [lost, json({ id: '1' })]);
    const order = { currency_pair: 'BTC_USDT', text: 't-my1' };
    for (let turn = 0; turn < 3; turn += 1) {
      await expect(instance['privateSpotPostOrders']?.(order)).rejects.toMatchObject({
        outcome: 'unknown',
        // The prefix is a part of it, as the exchange shows it.
        clientOrderId: 't-my1',
      });
    }
    expect(stub.seen).toHaveLength(1);
  });

  it('leaves refusals to the classes that ccxt has for them', async () => {
    const { instance } = attached('bybit', [
      json({ retCode: 110007, retMsg: 'ab not enough for new order' }),
    ]);
    const error: unknown = await instance['privatePostV5OrderCreate']?.({}).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(errorClass('InsufficientFunds'));
    expect(isExchangeError((error as Error).cause, 'funds')).toBe(true);
  });

  it('never left where ccxt itself refuses to send it', async () => {
    const { instance, stub } = attached('binance', [json({})]);
    Object.assign(instance, { httpProxy: 'http://127.0.0.1:9', socksProxy: 'socks://127.0.0.1:9' });
    const error: unknown = await instance['privatePostOrder']?.({}).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(errorClass('InvalidProxySettings'));
    expect(error).toMatchObject({ cause: { outcome: 'rejected', attempts: 1 } });
    expect(stub.seen).toHaveLength(0);
  });
});

describe('a call of ccxt that ends here', () => {
  it('says that the gateway is closed in words that no loop around ccxt repeats', async () => {
    const { instance, gateway, stub } = attached('bybit', [json({})]);
    await gateway.close();
    for (const method of ['privatePostV5OrderCreate', 'publicGetV5MarketTime']) {
      const error: unknown = await instance[method]?.({}).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        reason: 'closed',
        message: expect.stringContaining('the gateway is closed'),
      });
      expect(error).not.toBeInstanceOf(errorClass('BaseError'));
    }
    expect(stub.seen).toHaveLength(0);
  });

  it('says both why it failed and why it was not repeated', async () => {
    const late = json({ retCode: 10002, retMsg: 'check your server timestamp' });
    const { instance } = attached('bybit', [late, { status: 404, headers: dated(), body: '' }], {
      limits: [{ name: 'few', scope: 'ip', capacity: 2, windowMs: 60_000 }],
      clock: { samples: 1 },
      deadlineMs: 3000,
    });
    const error: unknown = await instance['privatePostV5OrderCreate']?.({}).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(errorClass('InvalidNonce'));
    expect(error).toMatchObject({ cause: { category: 'rate-limit', reason: 'deadline' } });
    const { message } = (error as Error).cause as Error;
    expect(message).toContain('limits and pauses let it go in');
    expect(message).toContain(
      'The attempt before failed with 10002 (timestamp): check your server timestamp.',
    );
  });
});

function dated(): Record<string, string> {
  return { date: new Date().toUTCString() };
}
