// What all APIs of Binance refuse.
import type { ParamRule, Refusals } from './refusals.ts';

/** Of every signed request. */
const ofSignature = ['recvWindow', 'timestamp', 'signature'];

export interface BinanceOrders {
  /** The path of an order. */
  readonly path: string;
  readonly types: readonly string[];
  readonly timesInForce: readonly string[];
  /** What names how much is bought at the market's price. */
  readonly amount: readonly string[];
  /** What may take the place of a price. */
  readonly price: readonly string[];
  /** Other parameters of an order. */
  readonly others: readonly string[];
}

/** "New order", "Query order", "Cancel order": mandatory parameters, enumerations, and what is read at all (-1104). */
export function orderParams(orders: BinanceOrders): Required<Pick<Refusals, 'params' | 'knows' | 'reads'>> {
  const { path, types, timesInForce, amount, price, others } = orders;
  const placing = { method: 'POST', path };
  const limit = { ...placing, params: { type: 'LIMIT' } };
  const ofOrder = ['symbol', 'side', 'type', 'timeInForce', 'quantity', 'price', 'newClientOrderId'];
  const ofAnswer = ['newOrderRespType', 'selfTradePreventionMode'];
  const named: readonly ParamRule[] = ['GET', 'DELETE'].flatMap((method): ParamRule[] => [
    { match: { method, path }, param: 'symbol' },
    { match: { method, path }, param: ['orderId', 'origClientOrderId'] },
  ]);
  return {
    // A body of JSON is not read at all.
    reads: ['query', 'form'],
    params: [
      { match: placing, param: 'symbol' },
      { match: placing, param: 'side', oneOf: ['BUY', 'SELL'], wrong: '-1117' },
      { match: placing, param: 'type', oneOf: types, wrong: '-1116' },
      { match: limit, param: 'timeInForce', oneOf: timesInForce, wrong: '-1115' },
      { match: limit, param: 'quantity' },
      { match: limit, param: ['price', ...price] },
      { match: { ...placing, params: { type: 'MARKET' } }, param: amount },
      ...named,
    ],
    knows: [
      { match: placing, params: [...ofOrder, ...ofAnswer, ...amount, ...price, ...others, ...ofSignature] },
    ],
  };
}

/** Those of the shared numbers, with the status that stands beside them. */
export const sharedRefusals: NonNullable<Refusals['codes']> = {
  throttle: { code: '-1003', status: 429 },
  ban: {
    code: '-1003',
    status: 418,
    text: 'Way too much request weight used; IP banned until {until}. Please use WebSocket Streams for live updates to avoid bans.',
  },
  timestamp: '-1021',
  'missing-timestamp': '-1102',
  'api-key': { code: '-2015', status: 401 },
  signature: { code: '-1022', status: 400 },
  'order-not-found': '-2013',
  'unknown-order': { code: '-2011', text: 'Unknown order sent.' },
  symbol: '-1121',
  'missing-parameter': '-1102',
  'wrong-parameter': '-1100',
  'surplus-parameter': '-1104',
};
