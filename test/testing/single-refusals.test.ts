// What the simulator answers to one order that is refused, in the shapes of the documents, and how these are read.
import { expect, it } from 'vitest';
import { hyperliquid } from '../../src/catalog/hyperliquid/index.ts';
import { okx } from '../../src/catalog/okx/index.ts';
import { classify, type Exchange } from '../../src/index.ts';
import { type SimulatedExchange, simulateExchange } from '../../src/testing/index.ts';
import { type Market, marketOf } from '../../tools/markets.ts';
import type { Sample } from '../../tools/samples.ts';
import { requestOf } from './sample-request.ts';

interface Row {
  readonly exchange: Exchange;
  readonly what: string;
  readonly fault?: (sim: SimulatedExchange) => void;
  readonly sent: (market: Market) => Sample;
  readonly body: unknown;
  readonly read: string;
}

const statuses = (type: string, ...items: readonly unknown[]): object => ({
  status: 'ok',
  response: { type, data: { statuses: items } },
});
const cumulative =
  'Too many cumulative requests sent (97460 > 97456) for cumulative volume traded $2854574.59. Place taker orders to free up 1 request per USDC traded.';
const gone = 'Order was never placed, already canceled, or filled.';

const rows: readonly Row[] = [
  {
    exchange: hyperliquid,
    what: 'margin',
    sent: ({ order, id }) => order(id(2), 100, 1),
    body: statuses('order', { error: 'Insufficient margin to place order.' }),
    read: 'funds rejected Insufficient margin to place order.',
  },
  {
    exchange: hyperliquid,
    what: 'no price',
    sent: ({ order, id }) => order(id(2), 1, -1),
    body: statuses('order', { error: 'Price must be divisible by tick size.' }),
    read: 'invalid-order rejected Price must be divisible by tick size.',
  },
  {
    exchange: hyperliquid,
    what: 'a cancel of nothing',
    sent: ({ cancel, id }) => cancel(id(99)),
    body: statuses('cancel', { error: gone }),
    read: `order-not-found rejected ${gone}`,
  },
  {
    exchange: hyperliquid,
    what: 'the limit of an address',
    fault: (sim) => sim.failNext('throttle'),
    sent: ({ order, id }) => order(id(2), 1, 1),
    body: { status: 'err', response: cumulative },
    read: `rate-limit rejected ${cumulative}`,
  },
  {
    exchange: hyperliquid,
    what: 'the same nonce',
    sent: ({ order, id }) => order(id(1), 1, 1),
    body: { status: 'err', response: 'Invalid nonce: duplicate nonce' },
    read: 'duplicate rejected Invalid nonce: duplicate nonce',
  },
  {
    exchange: okx,
    what: 'no margin',
    sent: ({ order }) => order('a', 100, 1),
    body: {
      code: '1',
      msg: '',
      data: [{ sCode: '51008', sMsg: expect.stringMatching(/^Order failed\. Insufficient/) }],
    },
    read: 'funds rejected',
  },
];

it.each(rows.map((row) => ({ ...row, name: row.exchange.name })))(
  '$name: $what',
  ({ exchange, fault, sent, body, read }) => {
    const market = marketOf(exchange);
    const sim = simulateExchange(exchange, { funds: 5 });
    sim.handle(requestOf(market.order(market.id(1), 1, 1)));
    fault?.(sim);
    const request = requestOf(sent(market));
    const answer = sim.handle(request);
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, body]);
    const { method, path } = request;
    const url = `https://${exchange.hosts[0]}${path}`;
    const said = classify(exchange, { status: answer.status, body: answer.body, method, url });
    if (said.ok) throw new Error('read as good');
    expect(`${said.category} ${said.outcome} ${said.message}`).toContain(read);
  },
);

it('every text of Hyperliquid is read in each of its shapes, whatever follows it', () => {
  const texts = [...hyperliquid.codes.rest.values()].filter(({ outcome }) => outcome !== 'ok');
  const post = (payload: object): object => ({
    channel: 'post',
    data: { id: 1, response: { type: 'action', payload } },
  });
  const wrong = texts.flatMap(({ code, text, category }) =>
    [code, text, `${text} asset=4`].flatMap((said) => {
      const whole = { status: 'err', response: said };
      const single = statuses('order', { error: said });
      const cancel = statuses('cancel', 'success', { error: said });
      return [whole, single, cancel].flatMap((body) => {
        const url = 'https://api.hyperliquid.xyz/exchange';
        const partly = body === cancel ? 'partial' : 'rejected';
        const reads = [
          classify(hyperliquid, { status: 200, body, method: 'POST', url }),
          classify(hyperliquid, { transport: 'ws', body: post(body) }),
        ];
        return reads.flatMap((read) => {
          const found = read.ok ? 'good' : `${read.category} ${read.outcome} ${read.message}`;
          return found === `${category} ${partly} ${said}` ? [] : [`${JSON.stringify(body)}: ${found}`];
        });
      });
    }),
  );
  expect(wrong).toEqual([]);
});

it('a status of Hyperliquid that is none of the documented ones is neither good nor refused', () => {
  const known = [{ resting: { oid: 1 } }, { filled: { totalSz: '1', avgPx: '1', oid: 1 } }];
  const plain = ['success', 'waitingForFill', 'waitingForTrigger'];
  const url = 'https://api.hyperliquid.xyz/exchange';
  const readOf = (...items: readonly unknown[]): string => {
    const read = classify(hyperliquid, {
      status: 200,
      body: statuses('order', ...items),
      method: 'POST',
      url,
    });
    return read.ok ? 'good' : read.outcome;
  };
  expect([...known, ...plain].map((one) => readOf(one))).toEqual(Array(5).fill('good'));
  const odd = [{ odd: 1 }, {}, null, 'odd', { resting: null }];
  expect(odd.map((one) => [readOf(one), readOf(known[0], one)])).toEqual(
    odd.map(() => ['unknown', 'partial']),
  );
});
