import { readFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { binanceSpot } from '../../../src/catalog/binance-spot/index.ts';
import { bybit } from '../../../src/catalog/bybit/index.ts';
import { commandName, commandOf } from '../../../src/catalog/command-of.ts';
import { valueAt } from '../../../src/catalog/field.ts';
import { kraken } from '../../../src/catalog/kraken/index.ts';
import { okx } from '../../../src/catalog/okx/index.ts';
import { putMember } from '../../../src/catalog/put-at.ts';
import type { SocketId } from '../../../src/catalog/socket-command.ts';
import { type Exchange, type ExchangeError, isExchangeError, type Sign } from '../../../src/index.ts';
import { cases } from './socket-cases.ts';
import { type Play, play, startMs } from './socket-play.ts';

const keys = { apiKey: 'fake-key', apiSecret: 'fake-secret' };
const signers = new Map<Exchange, () => Sign>([
  [binanceSpot, () => binanceSpot.signer(keys)],
  [bybit, () => bybit.signer(keys)],
  [okx, () => okx.signer({ ...keys, passphrase: 'fake-Phrase-1' })],
  [kraken, () => kraken.signer({ ...keys, apiSecret: 'ZmFrZS1zZWNyZXQ=' })],
]);

interface Answered {
  readonly end: Readonly<Record<string, unknown>> | ExchangeError;
  readonly bot: Play;
}

/** Sends a command, and answers it by hand with these frames; an id that they lack is put in, unless it is null. */
async function answer(exchange: Exchange, command: object, ...replies: readonly object[]): Promise<Answered> {
  const bot = play({
    exchange,
    sign: signers.get(exchange)?.() ?? cases.find((one) => one.exchange === exchange)?.sign() ?? (() => ({})),
    isUnchecked: true,
    asks: false,
    gateway: { maxAttempts: 1, limits: exchange.limits },
  });
  const name = (exchange.socket && commandName(exchange.socket, command)) ?? '';
  bot.sockets.failNext('request-lost', { command: name });
  const ending = bot.commands.send(command).catch((error: unknown) => {
    if (isExchangeError(error)) return error;
    throw error;
  });
  await vi.advanceTimersByTimeAsync(10);
  const { field, reply: at = field } = idOf(exchange, name);
  const id = valueAt(bot.sent().at(-1), field);
  for (const reply of replies) bot.sockets.push(JSON.stringify(withId(reply, at, id)));
  await vi.advanceTimersByTimeAsync(5000);
  return { end: await ending, bot };
}

function idOf({ socket }: Exchange, name: string): Omit<SocketId, 'type'> {
  return commandOf(socket, name).id ?? socket?.id ?? { field: 'id' };
}

/** With the id of the command, unless it has one, or says that it has none. */
function withId(reply: object, at: string, id: unknown): object {
  const { $noId, ...frame } = { $noId: undefined, ...reply };
  const given = valueAt(frame, at);
  return $noId !== undefined || (given !== undefined && given !== '$id') ? frame : putMember(frame, at, id);
}

const inWords = (end: Answered['end']): string =>
  isExchangeError(end)
    ? [
        end.code,
        end.category,
        end.outcome,
        ...(end.items ?? []).map(({ ok, code }) => (ok ? 'ok' : code)),
      ].join(' ')
    : 'good';

const binanceOrder = {
  method: 'order.place',
  params: { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', price: '0.1', quantity: '10' },
};
const replace = {
  method: 'order.cancelReplace',
  params: { symbol: 'BTCUSDT', cancelReplaceMode: 'ALLOW_FAILURE', cancelOrderId: 1, side: 'SELL' },
};
const bybitBatch = {
  op: 'order.create-batch',
  args: [
    {
      category: 'linear',
      request: ['a', 'b'].map((orderLinkId) => ({ symbol: 'SOLUSDT', qty: '10', orderLinkId })),
    },
  ],
};
const bybitOrder = {
  op: 'order.create',
  args: [{ category: 'linear', symbol: 'ETHUSDT', orderLinkId: 'a' }],
};
const okxOrder = { op: 'order', args: [{ instId: 'BTC-USDT', side: 'buy', sz: '100', clOrdId: 'a' }] };
const okxBatch = { op: 'batch-orders', args: ['a', 'b'].map((clOrdId) => ({ instId: 'BTC-USDT', clOrdId })) };
const krakenOrder = { method: 'add_order', params: { symbol: 'BTC/USD', cl_ord_id: 'a' } };
const krakenCancel = { method: 'cancel_order', params: { cl_ord_id: ['a', 'b'] } };

/** Frames as the documents print them; ids and times are ours. */
const rows: readonly (readonly [Exchange, object, readonly object[], string])[] = [
  [binanceSpot, binanceOrder, [{ status: 200, result: { symbol: 'BTCUSDT', orderId: 12510053279 } }], 'good'],
  [
    binanceSpot,
    binanceOrder,
    [{ status: 400, error: { code: -2010, msg: 'Account has insufficient balance for requested action.' } }],
    '-2010 funds rejected',
  ],
  [
    binanceSpot,
    binanceOrder,
    [{ status: 400, error: { code: -1102, msg: 'x' } }],
    '-1102 invalid-request rejected',
  ],
  [binanceSpot, binanceOrder, [{ status: 500, error: { code: -1000, msg: 'x' } }], '-1000 unknown unknown'],
  [
    binanceSpot,
    binanceOrder,
    [{ status: 503, error: { code: -1102, msg: 'x' } }],
    '-1102 invalid-request unknown',
  ],
  [binanceSpot, binanceOrder, [{ status: 403 }], ' rate-limit rejected'],
  [binanceSpot, binanceOrder, [{}], ' server unknown'],
  [
    binanceSpot,
    binanceOrder,
    [
      {
        id: null,
        status: 401,
        error: { code: -2015, msg: 'Invalid API-key, IP, or permissions for action.' },
      },
    ],
    '-2015 auth rejected',
  ],
  [
    binanceSpot,
    replace,
    [
      {
        status: 409,
        error: {
          code: -2021,
          msg: 'Order cancel-replace partially failed.',
          data: {
            cancelResult: 'SUCCESS',
            newOrderResult: 'FAILURE',
            cancelResponse: { symbol: 'BTCUSDT', orderId: 125690984230, status: 'CANCELED' },
            newOrderResponse: { code: -2010, msg: 'Order would immediately match and take.' },
          },
        },
      },
    ],
    '-2010 invalid-order partial ok -2010',
  ],
  [
    bybit,
    bybitOrder,
    [
      {
        retCode: 0,
        retMsg: 'OK',
        op: 'order.create',
        data: { orderId: '1', orderLinkId: 'a' },
        retExtInfo: {},
      },
    ],
    'good',
  ],
  [bybit, bybitOrder, [{ retCode: 10404, retMsg: '', op: 'order.create' }], '10404 unsupported rejected'],
  [bybit, bybitOrder, [{ retCode: 10016, retMsg: '', op: 'order.create' }], '10016 server unknown'],
  [bybit, bybitOrder, [{ retCode: 10003, retMsg: '', op: 'order.create' }], '10003 rate-limit rejected'],
  [bybit, bybitOrder, [{ retCode: 0, retMsg: 'OK', op: 'order.cancel' }], ' server unknown'],
  [
    bybit,
    bybitBatch,
    [
      {
        retCode: 0,
        retMsg: 'OK',
        op: 'order.create-batch',
        data: {
          list: [
            { orderId: '', orderLinkId: 'a' },
            { orderId: '', orderLinkId: 'b' },
          ],
        },
        retExtInfo: {
          list: [
            { code: 110007, msg: 'x' },
            { code: 110007, msg: 'x' },
          ],
        },
      },
    ],
    '110007 funds rejected 110007 110007',
  ],
  [
    bybit,
    bybitBatch,
    [
      {
        retCode: 0,
        retMsg: 'OK',
        op: 'order.create-batch',
        data: {
          list: [
            { orderId: '1', orderLinkId: 'a' },
            { orderId: '', orderLinkId: 'b' },
          ],
        },
        retExtInfo: {
          list: [
            { code: 0, msg: 'OK' },
            { code: 110007, msg: 'x' },
          ],
        },
      },
    ],
    '110007 funds partial ok 110007',
  ],
  [
    okx,
    okxOrder,
    [{ op: 'order', data: [{ ordId: '1', clOrdId: 'a', sCode: '0', sMsg: '' }], code: '0', msg: '' }],
    'good',
  ],
  [
    okx,
    okxOrder,
    [{ op: 'order', data: [{ ordId: '', clOrdId: 'a', sCode: '51008', sMsg: 'x' }], code: '1', msg: '' }],
    '51008 funds rejected 51008',
  ],
  [
    okx,
    okxOrder,
    [{ op: 'order', data: [], code: '60013', msg: 'Invalid args' }],
    '60013 invalid-request rejected',
  ],
  [
    okx,
    okxOrder,
    [{ id: null, event: 'error', code: '60012', msg: 'x', connId: 'a' }],
    '60012 invalid-request rejected',
  ],
  [
    okx,
    okxBatch,
    [
      {
        op: 'batch-orders',
        data: [
          { ordId: '1', clOrdId: 'a', sCode: '0', sMsg: '' },
          { ordId: '', clOrdId: 'b', sCode: '51008', sMsg: 'x' },
        ],
        code: '2',
        msg: '',
      },
    ],
    '51008 funds partial ok 51008',
  ],
  [
    kraken,
    krakenOrder,
    [{ method: 'add_order', success: true, result: { order_id: 'O', cl_ord_id: 'a' } }],
    'good',
  ],
  [
    kraken,
    krakenOrder,
    [{ method: 'add_order', success: false, error: 'EOrder:Insufficient funds' }],
    'EOrder:Insufficient funds funds rejected',
  ],
  [
    kraken,
    krakenOrder,
    [{ method: 'add_order', success: true, result: { cl_ord_id: 'b' } }],
    ' server unknown',
  ],
  [
    kraken,
    krakenCancel,
    [
      { method: 'cancel_order', success: true, result: { order_id: 'O', cl_ord_id: 'b' } },
      { method: 'cancel_order', success: false, error: 'EOrder:Unknown order' },
    ],
    'EOrder:Unknown order order-not-found partial EOrder:Unknown order ok',
  ],
  [
    kraken,
    krakenCancel,
    ['a', 'b'].map((id) => ({ method: 'cancel_order', success: true, result: { cl_ord_id: id } })),
    'good',
  ],
];

it('replies as the documents have them mean what the documents say', async () => {
  const wrong: string[] = [];
  for (const [exchange, command, replies, expected] of rows) {
    const { end, bot } = await answer(exchange, command, ...replies);
    const found = inWords(end);
    if (found !== expected)
      wrong.push(`${exchange.id} ${JSON.stringify(replies)}: ${found}, not ${expected}`);
    await bot.gateway.close();
  }
  expect(wrong).toEqual([]);
});

/** Judged from the documents before the code was asked; `$id` stands for that of the command, `$noId` for a frame without. */
interface Judged {
  readonly exchange: string;
  readonly command: object;
  readonly replies: readonly object[];
  readonly expected: string;
}

it('replies of the other exchanges mean what the documents say', async () => {
  const file = new URL('../../fixtures/big/sockets.json', import.meta.url);
  const judged: readonly Judged[] = JSON.parse(readFileSync(file, 'utf8'));
  const wrong: string[] = [];
  for (const { exchange: id, command, replies, expected } of judged) {
    const exchange = cases.find((one) => one.exchange.id === id)?.exchange;
    if (!exchange) throw new Error(`no ${id}`);
    const { end, bot } = await answer(exchange, command, ...replies);
    const found = inWords(end);
    if (found !== expected) wrong.push(`${id} ${JSON.stringify(replies)}: ${found}, not ${expected}`);
    await bot.gateway.close();
  }
  expect(wrong).toEqual([]);
});

it('what Binance tells of its limits in a reply is what the gateway goes by', async () => {
  const rateLimits = [
    { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 100, count: 92 },
    { rateLimitType: 'ORDERS', interval: 'DAY', intervalNum: 1, limit: 160_000, count: 4043 },
    { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 6000, count: 321 },
  ];
  const { bot } = await answer(binanceSpot, binanceOrder, {
    status: 200,
    result: { orderId: 1 },
    rateLimits,
  });
  const free = Object.fromEntries(
    bot.gateway.headroom().map(({ limit, capacity, free }) => [limit, [free, capacity]]),
  );
  expect(free).toMatchObject({
    'orders-10s': [8, 100],
    'orders-1d': [155_957, 160_000],
    weight: [5679, 6000],
  });
});

it('a ban over the socket holds all, until the instant that the reply names', async () => {
  const until = startMs + 60_000;
  const { end, bot } = await answer(binanceSpot, binanceOrder, {
    status: 418,
    error: {
      code: -1003,
      msg: `Way too much request weight used; IP banned until ${until}. Please use WebSocket Streams for live updates to avoid bans.`,
      data: { serverTime: startMs, retryAfter: until },
    },
  });
  expect(end).toMatchObject({ code: '-1003', status: 418, outcome: 'rejected', retryAfterMs: 59_990 });
  expect(bot.gateway.stats().pausedMs).toBe(54_990);
});

it('what Bybit tells in the header of a reply is what the gateway goes by', async () => {
  const header = {
    'X-Bapi-Limit': '10',
    'X-Bapi-Limit-Status': '3',
    'X-Bapi-Limit-Reset-Timestamp': `${startMs}`,
  };
  const good = { retCode: 0, retMsg: 'OK', op: 'order.create', data: { orderId: '1' }, header };
  const bot = play({ exchange: bybit, sign: bybit.signer(keys), gateway: { limits: bybit.limits } });
  bot.sockets.failNext('request-lost', { command: 'order.create' });
  const sending = bot.commands.send(bybitOrder);
  await vi.advanceTimersByTimeAsync(10);
  bot.sockets.push(JSON.stringify({ reqId: bot.sent().at(-1)?.['reqId'], ...good }));
  await sending;
  const { capacity, free } =
    bot.gateway.headroom().find(({ limit }) => limit === 'orders POST /v5/order/create linear') ?? {};
  expect([free, capacity]).toEqual([3, 10]);
});

it('items of a batch that were refused for their rate go again, alone', async () => {
  const bot = play({ exchange: bybit, sign: bybit.signer(keys) });
  bot.sockets.failNext('request-lost', { command: 'order.create-batch', times: 2 });
  const sending = bot.commands.send(bybitBatch, { partial: 'repeat' });
  const codes = [[0, 10_006], [0]];
  for (const [round, list] of codes.entries()) {
    await vi.advanceTimersByTimeAsync(round * 900 + 10);
    const { reqId } = bot.sent().at(-1) ?? {};
    const data = { list: list.map((code) => ({ orderId: code === 0 ? `round ${round}` : '' })) };
    const retExtInfo = { list: list.map((code) => ({ code, msg: '' })) };
    bot.sockets.push(
      JSON.stringify({ reqId, op: 'order.create-batch', retCode: 0, retMsg: 'OK', data, retExtInfo }),
    );
  }
  expect(await sending).toMatchObject({
    op: 'order.create-batch',
    data: { list: [{ orderId: 'round 0' }, { orderId: 'round 1' }] },
    retExtInfo: { list: [{ code: 0 }, { code: 0 }] },
  });
  const [, first, second] = bot.sent().map(({ args }) => args);
  expect([first, second]).toMatchObject([
    [{ request: [{ orderLinkId: 'a' }, { orderLinkId: 'b' }] }],
    [{ category: 'linear', request: [{ orderLinkId: 'b' }] }],
  ]);
});

/** Success under the name of each command, and nothing of an order. */
const emptySuccess: Readonly<Record<string, readonly object[]>> = {
  'binance-spot': [{ status: 200 }, { status: 200, result: {} }, { status: 200, result: [] }],
  'binance-usdm': [{ status: 200 }, { status: 200, result: {} }],
  bybit: [
    { op: 'order.create', retCode: 0, retMsg: 'OK' },
    { op: 'order.create', retCode: 0, retMsg: 'OK', data: { orderId: '' }, retExtInfo: {} },
  ],
  okx: [
    { op: 'order', code: '0', msg: '', data: [] },
    { op: 'order', code: '0', msg: '' },
  ],
  kucoin: [
    { op: 'spot.order', code: '200000' },
    { op: 'futures.order', code: '200000', data: {} },
  ],
  gate: [
    {
      header: { status: '200', channel: 'spot.order_place' },
      data: { result: { req_id: '1', req_param: {} } },
    },
    { header: { status: '200', channel: 'futures.order_place' }, data: {} },
  ],
  bitget: [
    { event: 'trade', topic: 'place-order', code: '0', args: [] },
    { event: 'trade', arg: [{ id: '$id', channel: 'place-order', params: {} }], code: 0 },
  ],
  htx: [{ status: 'ok' }, { status: 'ok', data: '' }, { code: 200, success: true }],
  deribit: [
    { jsonrpc: '2.0', result: {} },
    { jsonrpc: '2.0', result: { trades: [] } },
  ],
  hyperliquid: [
    { channel: 'post', data: { response: { type: 'action', payload: { status: 'ok' } } } },
    { channel: 'post', data: { response: { type: 'action', payload: { status: 'ok', response: {} } } } },
  ],
};

it('a reply that says success and shows no order is no acceptance of one', async () => {
  const taken: string[] = [];
  const played = new Set<string>();
  for (const { exchange, place, names } of cases) {
    for (const reply of emptySuccess[exchange.id] ?? []) {
      played.add(exchange.id);
      const { end, bot } = await answer(exchange, place('a'), reply);
      if (!isExchangeError(end) || end.outcome !== 'unknown')
        taken.push(`${exchange.id} ${names.place} ${JSON.stringify(reply)}: ${inWords(end)}`);
      await bot.gateway.close();
    }
  }
  expect(taken).toEqual([]);
  expect([...played].sort()).toEqual(Object.keys(emptySuccess).sort());
});

it('a reply that only names its order is no acceptance', async () => {
  const taken: string[] = [];
  for (const { exchange, what = '', place, names } of cases) {
    const { name: rule, refusal } = exchange.socket ?? {};
    const name = `${rule?.prefix ?? ''}${rule?.aliases?.[names.place] ?? names.place}`;
    const named = rule && refusal ? putMember({}, rule.field, name) : {};
    for (const reply of [{}, named, { ...named, code: null, data: [{ sCode: '0' }] }]) {
      const { end } = await answer(exchange, place('a'), reply);
      if (inWords(end) === 'good') taken.push(`${exchange.id} ${what} ${JSON.stringify(reply)}`);
    }
  }
  expect(taken).toEqual([]);
});

it('a cancel of all over the socket is the last word on an order in doubt there', async () => {
  const found: unknown[] = [];
  for (const symbol of ['BTCUSDT', 'ETHUSDT']) {
    const bot = play({ exchange: binanceSpot, sign: binanceSpot.signer(keys) });
    bot.sockets.failNext('close-before', { command: 'order.place' });
    const params = { ...binanceOrder.params, newClientOrderId: 'a' };
    const placing = bot.commands.send({ ...binanceOrder, params }).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(2000);
    await bot.send({ method: 'openOrders.cancelAll', params: { symbol } });
    const end = await placing;
    const copies = bot.sent().filter(({ method }) => method === 'order.place').length;
    found.push([copies, isExchangeError(end) ? `${end.reason} ${end.outcome}` : 'placed']);
    await bot.gateway.close();
  }
  expect(found).toEqual([
    [1, 'annihilated rejected'],
    [2, 'placed'],
  ]);
});
