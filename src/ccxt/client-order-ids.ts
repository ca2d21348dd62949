// Where orders of a ccxt exchange have their client order id.
import type { ClientOrderId, Exchange } from '../internal.ts';

/** Fields that hold a client order id at every exchange. The one by which a cancel names its order is last. */
const usual: readonly string[] = [
  'clientOrderId',
  'newClientOrderId',
  'clientOid',
  'client_oid',
  'client_order_id',
  'client-order-id',
  'clientOrderID',
  'ClientOrderId',
  'clOrdId',
  'clOrdID',
  'clOrderId',
  'cliOrdId',
  'cl_ord_id',
  'orderLinkId',
  'externalOid',
  'cloid',
  'algoClOrdId',
  'clientAlgoId',
  'newClientStrategyId',
  'origClientOrderId',
];

/** Fields that mean something else elsewhere. By ccxt's id of the exchange, or of the one that it is derived from. */
const own: Readonly<Record<string, readonly string[]>> = {
  backpack: ['clientId'],
  bitfinex: ['cid'],
  coinex: ['client_id'],
  deribit: ['label'],
  derive: ['label'],
  hyperliquid: ['action.orders.0.c'],
  onetrading: ['client_id'],
  paradex: ['client_id'],
  tokocrypto: ['clientId'],
  upbit: ['identifier'],
};

/** Fields whose text has a prefix before the id, by route. */
const byRoute: Readonly<Record<string, ClientOrderId['byRoute']>> = {
  gate: [
    { when: '/api/v4/spot/price_orders', field: 'put.text', prefix: 't-' },
    { when: '/', field: 'text', prefix: 't-' },
  ],
};

/**
 * Ids are read and never made up: what they may hold differs by exchange, and only ccxt could send them.
 * @param ours our own catalog for a part of the exchange; its other markets have fields of their own.
 */
export function clientOrderIdOf(family: readonly string[], ours: Exchange | undefined): ClientOrderId {
  const fields = [
    ...family.flatMap((id) => (Object.hasOwn(own, id) ? (own[id] ?? []) : [])),
    ...(ours?.clientOrderId?.fields ?? []),
    ...usual,
  ];
  const route = family.find((id) => Object.hasOwn(byRoute, id));
  return {
    fields: [...new Set(fields)],
    ...(route !== undefined && { byRoute: byRoute[route] ?? [] }),
    pattern: /(?!)/,
    deduplicated: false,
  };
}
