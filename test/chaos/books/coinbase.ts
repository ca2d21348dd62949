// Coinbase Advanced Trade, by its documents.
import { type Form, fieldsOf, isOpen, type Reply, type Req, text } from './book.ts';
import { json } from './samples.ts';

const none = {} as Req;

const own = '/api/v3/brokerage/orders';
const cbState = { open: 'OPEN', partial: 'OPEN', filled: 'FILLED', cancelled: 'CANCELLED' } as const;
const cbBad = (error: string, message: string, status: number): Reply => [
  status,
  { error, error_details: message, message },
];
const cbRefused = (error: string, message = ''): Reply => [
  200,
  {
    success: false,
    failure_reason: 'UNKNOWN_FAILURE_REASON',
    order_id: '',
    error_response: {
      error,
      message,
      error_details: '',
      preview_failure_reason: 'UNKNOWN_PREVIEW_FAILURE_REASON',
      new_order_failure_reason: error,
    },
    order_configuration: { limit_limit_gtc: {} },
  },
];
export const coinbase: Form = {
  id: 'coinbase',
  copies: 'returned',
  market: 'BTC-USD',
  orders: (o) => [
    json('POST', own, {
      client_order_id: o.cid,
      product_id: o.market,
      side: o.side,
      order_configuration: { limit_limit_gtc: { base_size: o.qty, limit_price: o.price, post_only: false } },
    }),
  ],
  cancels: (o) => [json('POST', `${own}/batch_cancel`, { order_ids: [o.oid] })],
  amends: (o, price) => [json('POST', `${own}/edit`, { order_id: o.oid, price, size: o.qty })],
  cancelBatches: (orders) => [
    json('POST', `${own}/batch_cancel`, { order_ids: orders.map(({ oid }) => oid) }),
  ],
  once: [
    json('POST', '/api/v3/brokerage/portfolios/move_funds', {
      funds: { value: '1', currency: 'USD' },
      source_portfolio_uuid: 'a',
      target_portfolio_uuid: 'b',
    }),
    json('POST', `${own}/close_position`, { client_order_id: 'x1', product_id: 'BTC-PERP', size: '1' }),
    json('POST', '/api/v3/brokerage/convert/trade/t1', { from_account: 'a', to_account: 'b' }),
  ],
  onceReply: [200, { success: true, success_response: { order_id: '11111-000000' } }],
  answer: (book, { path, fields, json: body }) => {
    if (path === own) {
      const set = fieldsOf(fieldsOf(fields['order_configuration'])['limit_limit_gtc']);
      const o = book.place({
        cid: text(fields['client_order_id']),
        market: text(fields['product_id']),
        side: text(fields['side']),
        qty: text(set['base_size']),
        price: text(set['limit_price']),
      });
      return o
        ? [
            200,
            {
              success: true,
              success_response: {
                order_id: o.oid,
                product_id: o.market,
                side: o.side,
                client_order_id: o.cid,
              },
              order_configuration: { limit_limit_gtc: set },
            },
          ]
        : undefined;
    }
    if (path === `${own}/batch_cancel`) {
      const list = fieldsOf(body)['order_ids'];
      return [
        200,
        {
          results: (Array.isArray(list) ? list : []).map((oid: unknown) => {
            const o = book.cancel(book.find({ oid }));
            return {
              success: o !== undefined,
              failure_reason: o ? 'UNKNOWN_CANCEL_FAILURE_REASON' : 'UNKNOWN_CANCEL_ORDER',
              order_id: oid,
            };
          }),
        },
      ];
    }
    if (path === `${own}/edit`) {
      const o = book.find({ oid: fields['order_id'] });
      if (!o || !isOpen(o))
        return [200, { success: false, errors: [{ edit_failure_reason: 'ORDER_NOT_FOUND' }] }];
      book.change(o, { price: text(fields['price']) });
      return [200, { success: true, errors: [] }];
    }
    const [, oid] = /\/historical\/([^/]+)$/.exec(path) ?? [];
    if (oid === undefined) return undefined;
    const o = book.shown({ oid });
    return o
      ? [
          200,
          {
            order: {
              order_id: o.oid,
              client_order_id: o.cid,
              product_id: o.market,
              side: o.side,
              status: cbState[o.state],
              created_time: new Date(o.bornMs).toISOString(),
            },
          },
        ]
      : coinbase.refuse.missing(none);
  },
  refuse: {
    missing: () => cbBad('NOT_FOUND', 'order with this orderID was not found', 404),
    gone: () => [
      200,
      { results: [{ success: false, failure_reason: 'UNKNOWN_CANCEL_ORDER', order_id: '' }] },
    ],
    duplicate: () => cbRefused('INVALID_CLIENT_ORDER_ID'),
    funds: () => cbRefused('INSUFFICIENT_FUND', 'Insufficient balance in source account'),
    rate: () => [
      429,
      { error: 'RESOURCE_EXHAUSTED', error_details: 'too many requests', message: 'too many requests' },
    ],
    auth: () => [401, 'Unauthorized'],
    time: () => [401, 'Unauthorized'],
  },
  doubts: [
    cbBad('INTERNAL', 'internal server error', 500),
    cbBad('unknown', 'unknown', 500),
    [504, 'upstream request timeout'],
    cbBad('UNAVAILABLE', 'service unavailable', 503),
    [408, { error: 'DEADLINE_EXCEEDED', message: 'x' }],
  ],
  hollow: [
    [200, {}],
    [200, { success: true }],
    [200, { success: true, success_response: {} }],
    [200, { results: [] }],
  ],
  until: (_, sentMs) => sentMs + 120_000,
};
