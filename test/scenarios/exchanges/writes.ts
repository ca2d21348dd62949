// What changes something at each built-in exchange, beside plain orders: what it is, and which book is asked once its answer is lost.
import type { Sample } from '../../../tools/samples.ts';

export type Kind = 'order' | 'cancel' | 'write';

/** One request. */
export interface Write {
  /** The id of the exchange. */
  readonly at: string;
  readonly kind: Kind;
  readonly method: string;
  readonly path: string;
  readonly params: object;
  readonly as: Sample['as'];
  /** The paths by which its own book is asked. @default nothing is asked, and it is unknown at once */
  readonly asked?: readonly string[];
}

/** Method and path; parameters; the path of its look-up. */
type Row = readonly [request: string, params?: object | undefined, asked?: string | readonly string[]];
type Book = Partial<Readonly<Record<Kind, readonly Row[]>>>;

const spot = { symbol: 'BTCUSDT' };
const named = (prefix: string, names: string, params?: object, method = 'POST'): readonly Row[] =>
  names.split(' ').map((name): Row => [`${method} ${prefix}${name}`, params]);
const one = [{ orderId: '1' }];
const some = [{ orderId: '1' }, { orderId: '2' }];
const action = (type: string, more: object = {}): Row => [
  'POST /exchange',
  { action: { type, ...more }, nonce: 1 },
];

const kraken = '/0/private/';
const deribit = '/api/v2/private/';
const okx = '/api/v5/';
const bitget = '/api/v2/';
const gate = '/api/v4/';
const kucoin = '/api/';

/** By the ids of the exchanges, and by how parameters travel where there is a body. */
const books: Readonly<Record<string, Book & { readonly as?: 'form' | 'query' }>> = {
  kraken: {
    as: 'form',
    cancel: named(kraken, 'CancelAll CancelAllOrdersAfter CancelOrderBatch', { timeout: '60' }),
    write: named(
      kraken,
      'Withdraw WithdrawCancel WalletTransfer CreateSubaccount AccountTransfer Earn/Allocate AddExport',
      { asset: 'XBT', key: 'cold', amount: '1' },
    ),
  },
  deribit: {
    as: 'query',
    cancel: named(
      deribit,
      'cancel_all cancel_all_by_currency cancel_all_by_currency_pair cancel_all_by_instrument cancel_all_by_kind_or_type cancel_by_label cancel_quotes',
      { currency: 'BTC', label: 'a', instrument_name: 'BTC-PERPETUAL' },
      'GET',
    ),
    order: [
      [
        `GET ${deribit}buy`,
        {
          instrument_name: 'BTC-PERPETUAL',
          amount: '10',
          type: 'stop_limit',
          trigger: 'mark_price',
          label: 'a',
        },
        `${deribit}get_order_state_by_label`,
      ],
    ],
    write: named(
      deribit,
      'withdraw cancel_withdrawal submit_transfer_to_user submit_transfer_to_subaccount submit_transfer_between_subaccounts cancel_transfer_by_id create_api_key create_subaccount change_margin_model enable_cancel_on_disconnect disable_cancel_on_disconnect close_position mass_quote',
      { currency: 'BTC', amount: '1', instrument_name: 'BTC-PERPETUAL' },
      'GET',
    ),
  },
  okx: {
    cancel: [
      ...named(`${okx}trade/`, 'mass-cancel cancel-all-after', { timeOut: '60' }),
      [`POST ${okx}trade/cancel-algos`, [{ algoId: '1', instId: 'BTC-USDT' }], `${okx}trade/order-algo`],
      [`POST ${okx}trade/cancel-algos`, some],
      [`POST ${okx}trade/cancel-advance-algos`, [{ algoId: '1', instId: 'BTC-USDT' }]],
      ...named(`${okx}sprd/`, 'cancel-order mass-cancel cancel-all-after', { clOrdId: 'a' }),
      ...named(
        `${okx}rfq/`,
        'cancel-rfq cancel-batch-rfqs cancel-all-rfqs cancel-quote cancel-batch-quotes cancel-all-quotes cancel-all-after',
      ),
    ],
    order: [
      [
        `POST ${okx}trade/order-algo`,
        { instId: 'BTC-USDT-SWAP', algoClOrdId: 'a' },
        `${okx}trade/order-algo`,
      ],
    ],
    write: [
      [`POST ${okx}trade/order-algo`, { instId: 'BTC-USDT', clOrdId: 'a' }],
      ...named(`${okx}trade/`, 'amend-algos close-position', {
        instId: 'BTC-USDT',
        algoClOrdId: 'a',
        clOrdId: 'a',
        sz: '1',
      }),
      ...named(
        okx,
        'sprd/order account/set-leverage account/set-position-mode account/position/margin-balance asset/transfer asset/withdrawal asset/cancel-withdrawal users/subaccount/create-subaccount users/subaccount/apikey',
        { clientId: 'a', clOrdId: 'a' },
      ),
    ],
  },
  bybit: {
    cancel: named('/v5/', 'order/cancel-all order/disconnected-cancel-all spread/order/cancel-all', {
      category: 'linear',
      ...spot,
    }),
    order: [
      ['POST /v5/spread/order/create', { symbol: 'SOLUSDT_SOL/USDT', orderLinkId: 'a' }],
      [
        'POST /v5/order/create',
        { category: 'linear', ...spot, triggerPrice: '1', orderLinkId: 'a', qty: '1', side: 'Buy' },
        ['/v5/order/realtime', '/v5/order/history'],
      ],
    ],
    write: named(
      '/v5/',
      'position/set-leverage position/switch-mode position/trading-stop account/set-margin-mode asset/transfer/inter-transfer asset/transfer/universal-transfer asset/withdraw/create asset/withdraw/cancel user/create-sub-member user/create-sub-api',
      { category: 'linear', ...spot, orderLinkId: 'a', transferId: 'a' },
    ),
  },
  'binance-spot': {
    as: 'query',
    cancel: named('/api/v3/', 'openOrders', spot, 'DELETE'),
    order: ['orderList/oco', 'orderList/oto', 'orderList/otoco', 'order/oco'].map(
      (name): Row => [
        `POST /api/v3/${name}`,
        { ...spot, listClientOrderId: 'a', quantity: '1', side: 'BUY' },
        '/api/v3/orderList',
      ],
    ),
    write: [
      ...named(
        '/sapi/v1/',
        'asset/transfer capital/withdraw/apply margin/order margin/order/oco margin/borrow-repay sub-account/universalTransfer sub-account/virtualSubAccount algo/spot/newOrderTwap',
        { ...spot, newClientOrderId: 'a', withdrawOrderId: 'a' },
      ),
    ],
  },
  'binance-usdm': {
    as: 'query',
    cancel: [
      ...named('/fapi/v1/', 'allOpenOrders algoOpenOrders', spot, 'DELETE'),
      ['POST /fapi/v1/countdownCancelAll', { ...spot, countdownTime: '60000' }],
      ['DELETE /fapi/v1/algoOrder', { clientAlgoId: 'a' }, '/fapi/v1/algoOrder'],
    ],
    order: [
      ['POST /fapi/v1/algoOrder', { ...spot, clientAlgoId: 'a', triggerPrice: '1' }, '/fapi/v1/algoOrder'],
    ],
    write: named('/fapi/v1/', 'leverage marginType positionMargin positionSide/dual multiAssetsMargin', spot),
  },
  bitget: {
    cancel: [
      [`POST ${bitget}spot/trade/cancel-order`, { ...spot, orderId: '1', tpslType: 'tpsl' }],
      [
        `POST ${bitget}spot/trade/cancel-order`,
        { ...spot, orderId: '1', tpslType: 'normal' },
        `${bitget}spot/trade/orderInfo`,
      ],
      [`POST ${bitget}spot/trade/cancel-order`, { ...spot, orderId: '1' }, `${bitget}spot/trade/orderInfo`],
      ...named(
        bitget,
        'spot/trade/cancel-symbol-order spot/trade/cancel-plan-order spot/trade/batch-cancel-plan-order mix/order/cancel-all-orders mix/order/cancel-plan-order',
        { ...spot, clientOid: 'a', orderId: '1' },
      ),
      ...named('/api/v3/trade/', 'cancel-symbol-order cancel-strategy-order countdown-cancel-all', {
        ...spot,
        clientOid: 'a',
        orderId: '1',
        countdown: '60',
      }),
    ],
    order: [
      ...named(bitget, 'spot/trade/place-plan-order mix/order/place-plan-order mix/order/place-tpsl-order', {
        ...spot,
        clientOid: 'a',
        productType: 'USDT-FUTURES',
      }),
      ...named('/api/v3/trade/', 'place-strategy-order', { ...spot, clientOid: 'a' }),
    ],
    write: [
      ...named(
        bitget,
        'spot/trade/modify-plan-order mix/order/place-pos-tpsl mix/order/modify-plan-order mix/order/modify-tpsl-order mix/order/close-positions spot/wallet/transfer spot/wallet/withdrawal spot/wallet/cancel-withdrawal mix/account/set-leverage mix/account/set-margin-mode mix/account/set-position-mode user/create-virtual-subaccount user/create-virtual-subaccount-apikey',
        { ...spot, clientOid: 'a', productType: 'USDT-FUTURES' },
      ),
      ...named('/api/v3/trade/', 'modify-strategy-order close-positions', {
        ...spot,
        clientOid: 'a',
      }),
      [`POST ${bitget}spot/trade/place-order`, { ...spot, clientOid: 'a', tpslType: 'tpsl' }],
    ],
  },
  gate: {
    cancel: [
      ...named(`${gate}spot/`, 'orders price_orders price_orders/1', undefined, 'DELETE'),
      ...named(`${gate}futures/usdt/`, 'orders price_orders price_orders/1', undefined, 'DELETE'),
      ...named(`${gate}delivery/usdt/`, 'orders price_orders price_orders/1', undefined, 'DELETE'),
      ...named(
        gate,
        'spot/countdown_cancel_all futures/usdt/countdown_cancel_all options/countdown_cancel_all',
        {
          timeout: 60,
        },
      ),
    ],
    write: [
      ...named(
        gate,
        'spot/price_orders futures/usdt/price_orders delivery/usdt/price_orders wallet/transfers wallet/sub_account_transfers withdrawals sub_accounts sub_accounts/1/keys futures/usdt/positions/BTC_USDT/leverage futures/usdt/dual_mode unified/loans',
        { initial: { contract: 'BTC_USDT', text: 't-a' }, put: { text: 't-a' }, text: 't-a', amount: '1' },
      ),
      ['DELETE /api/v4/withdrawals/1'],
    ],
  },
  kucoin: {
    cancel: [
      ...named(
        kucoin,
        'v1/hf/orders v1/hf/orders/cancelAll v1/hf/orders/cancel/1 v3/hf/margin/orders v3/hf/margin/stop-order/cancel v3/hf/margin/oco-order/cancel-by-clientOid v1/stop-order/cancel v1/stop-order/cancelOrderByClientOid v1/stop-order/1 v1/stopOrders v3/orders v3/oco/order/1 v3/oco/client-order/a v3/oco/orders',
        { symbol: 'BTC-USDT' },
        'DELETE',
      ),
      [`DELETE ${kucoin}v1/orders/multi-cancel`, { orderIdsList: ['1', '2'] }],
      [`DELETE ${kucoin}v1/orders/multi-cancel`, { orderIdsList: ['1'] }],
      [`POST ${kucoin}v1/hf/orders/dead-cancel-all`, { timeout: 60, symbol: 'BTC-USDT' }],
    ],
    order: [
      ...named(
        kucoin,
        'v1/stop-order v1/st-orders v3/oco/order v3/hf/margin/stop-order v3/hf/margin/oco-order v1/copy-trade/futures/orders v1/copy-trade/futures/st-orders',
        { clientOid: 'a', symbol: 'BTC-USDT', leverage: '2' },
      ),
      [
        `POST ${kucoin}v1/orders`,
        { clientOid: 'a', symbol: 'XBTUSDTM', leverage: '2', stop: 'up', stopPrice: '1' },
        `${kucoin}v1/orders/byClientOid`,
      ],
    ],
    write: [
      [`POST ${kucoin}v1/hf/orders/alter`, { symbol: 'BTC-USDT', clientOid: 'a', newSize: '1' }],
      ...named(
        kucoin,
        'v3/accounts/universal-transfer v2/accounts/inner-transfer v3/withdrawals v2/changeCrossUserLeverage v3/position/update-user-leverage v2/position/changeMarginMode v1/position/margin/deposit-margin v2/sub/user/created v1/sub/api-key v3/margin/borrow',
        { clientOid: 'a', symbol: 'BTC-USDT', leverage: '2' },
      ),
      ['DELETE /api/v1/withdrawals/1'],
    ],
  },
  htx: {
    cancel: [
      ['POST /v1/order/orders/batchCancelOpenOrders', { symbol: 'btcusdt' }],
      ['POST /v2/algo-orders/cancellation', { clientOrderIds: ['a'] }],
      ['POST /v2/algo-orders/cancel-all-after', { timeout: 60 }],
    ],
    order: [
      ['POST /v2/algo-orders', { symbol: 'btcusdt', clientOrderId: 'a' }],
      [
        'POST /v1/order/orders/place',
        { type: 'buy-stop-limit', symbol: 'btcusdt', 'client-order-id': 'a' },
        '/v1/order/orders/getClientOrder',
      ],
    ],
    write: named(
      '',
      '/v1/account/transfer /v2/account/transfer /v1/futures/transfer /v1/dw/withdraw/api/create /v1/dw/withdraw-virtual/1/cancel /v1/subuser/transfer /v2/sub-user/creation /v2/sub-user/api-key-generation /v1/margin/orders',
      { clientOrderId: 'a', 'client-order-id': 'a' },
    ),
  },
  hyperliquid: {
    cancel: [
      action('cancel', { cancels: [{ a: 0, o: 1 }] }),
      action('scheduleCancel', { time: 1 }),
      action('twapCancel', { a: 0, t: 1 }),
      [
        'POST /exchange',
        { action: { type: 'cancelByCloid', cancels: [{ asset: 0, cloid: `0x${'0'.repeat(32)}` }] } },
        '/info',
      ],
    ],
    order: [action('twapOrder', { twap: { a: 0 } })],
    write: [
      'usdSend',
      'spotSend',
      'withdraw3',
      'usdClassTransfer',
      'vaultTransfer',
      'subAccountTransfer',
      'updateLeverage',
      'updateIsolatedMargin',
      'approveAgent',
      'createSubAccount',
    ].map((type) => action(type)),
  },
  coinbase: {
    cancel: [
      [
        'POST /api/v3/brokerage/orders/batch_cancel',
        { order_ids: ['1'] },
        '/api/v3/brokerage/orders/historical/1',
      ],
    ],
    write: named(
      '/api/v3/brokerage/',
      'orders/close_position orders/edit portfolios portfolios/move_funds convert/trade/1 cfm/sweeps/schedule',
      { client_order_id: 'a', order_id: '1' },
    ),
  },
  'mexc-spot': {
    as: 'query',
    cancel: named('/api/v3/', 'openOrders', spot, 'DELETE'),
    write: [
      ...named(
        '/api/v3/',
        'capital/withdraw capital/transfer capital/sub-account/universalTransfer sub-account/virtualSubAccount sub-account/apiKey',
        { ...spot, withdrawOrderId: 'a' },
      ),
      ...named('/api/v3/', 'capital/withdraw', { id: '1' }, 'DELETE'),
    ],
  },
  'mexc-contract': {
    cancel: [
      ...named(
        '/api/v1/private/',
        'order/cancel_all planorder/cancel_all stoporder/cancel_all trackorder/cancel',
        { symbol: 'BTC_USDT' },
      ),
      ...named('/api/v1/private/', 'planorder/cancel stoporder/cancel', one),
    ],
    order: named('/api/v1/private/', 'planorder/place planorder/place/v2 stoporder/place', {
      symbol: 'BTC_USDT',
      externalOid: 'a',
    }),
    write: named(
      '/api/v1/private/',
      'position/change_leverage position/change_margin position/change_position_mode stoporder/change_price planorder/change_stop_order trackorder/place account/change_risk_level',
      { symbol: 'BTC_USDT', externalOid: 'a' },
    ),
  },
  ktx: {
    cancel: [['POST /papi/v1/orders/delete', { symbol: 'BTC_USDT' }]],
    write: named('/papi/v1/', 'withdraw main/transfer trade/leverage', { client_order_id: '1' }),
  },
  'lbank-contract': { write: named('/cfd/openApi/v1/prv/', 'leverage transfer', { clientOrderId: 'a' }) },
  'ox-fun': {
    cancel: named('/v3/orders/', 'cancel-all', { marketCode: 'BTC-USD-SWAP-LIN' }, 'DELETE'),
    write: named('/v3/', 'transfer withdrawal', { clientOrderId: '1' }),
  },
  chainup: {
    cancel: [['POST /sapi/v1/batchCancel', { symbol: 'btcusdt', orderIds: some }]],
    order: [
      ['POST /fapi/v1/conditionOrder', { contractName: 'E-BTC-USDT', clientOrderId: 'a', triggerPrice: '1' }],
    ],
    write: named('/sapi/v1/', 'asset/transfer withdraw/apply', { newClientOrderId: 'a' }),
  },
};

/** Those of Deribit go by GET; a DELETE has its parameters in the query. */
function toWrites(at: string): readonly Write[] {
  const { as = 'json', ...kinds } = books[at] ?? {};
  return (['order', 'cancel', 'write'] as const).flatMap((kind) =>
    (kinds[kind] ?? []).map(([request, params = {}, asked]): Write => {
      const [method = '', path = ''] = request.split(' ');
      const isQuery = method === 'DELETE' || method === 'GET';
      return {
        at,
        kind,
        method,
        path,
        params,
        as: isQuery ? 'query' : as,
        ...(asked !== undefined && { asked: [asked].flat() }),
      };
    }),
  );
}

export const writes: readonly Write[] = Object.keys(books).flatMap(toWrites);
