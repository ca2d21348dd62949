import type { ClientOrderId, Exchange } from '../internal.ts';

/** Fields that nothing but a client order id stands in, whoever reads them. A cancel names what it is about last. */
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

/** Where one field alone is read, and something stands before the id in it. */
const byRoute: Readonly<Record<string, ClientOrderId['byRoute']>> = {
  gate: [
    { when: '/api/v4/spot/price_orders', field: 'put.text', prefix: 't-' },
    { when: '/', field: 'text', prefix: 't-' },
  ],
};

/**
 * Where an order of this exchange carries its client order id. Read where an order has one; none is ever made up, since
 * what it takes differs by exchange and ccxt alone could send it.
 * @param ours our own catalog for a part of it; its other markets have fields of their own
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
