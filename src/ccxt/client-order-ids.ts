// Where orders of a ccxt exchange have their client order id.
import type { ClientOrderId } from '../internal.ts';
import type { OwnCatalog } from './own-catalog.ts';

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
 * @param ours our own catalogs for parts of the exchange; its other markets have fields of their own.
 */
export function clientOrderIdOf(family: readonly string[], ours: readonly OwnCatalog[]): ClientOrderId {
  const rules = ours.flatMap(({ exchange: { clientOrderId = [] } }) => clientOrderId);
  const fields = [
    ...family.flatMap((id) => (Object.hasOwn(own, id) ? (own[id] ?? []) : [])),
    ...rules.flatMap((rule) => rule.fields),
    ...usual,
  ];
  const [rule] = ours.map(({ exchange }) => exchange.clientOrderId);
  // What one definition says of ids holds beside its fields, too: an id that is read in another way names no order there.
  if (rule && ours.length === 1 && ours[0]?.isWhole)
    return { ...rule, fields: [...new Set(fields)], pattern: none };
  const route = family.find((id) => Object.hasOwn(byRoute, id));
  const routes = [
    ...ours.flatMap(({ exchange }) => exchange.clientOrderId?.byRoute ?? []),
    ...(route === undefined ? [] : (byRoute[route] ?? [])),
  ];
  return {
    fields: [...new Set(fields)],
    ...(routes.length > 0 && { byRoute: routes }),
    pattern: none,
    deduplicated: leastOf(ours),
  };
}

/** No id is ever made up. */
const none = /(?!)/;

/** What all of them do about a second order with the same id. */
function leastOf(ours: readonly OwnCatalog[]): ClientOrderId['deduplicated'] {
  const all = ours.map(({ exchange }) => exchange.clientOrderId?.deduplicated ?? false);
  return all[0] !== undefined && all.every((one) => one === all[0]) ? all[0] : false;
}
