import type { Category } from '../../src/types.ts';

/** An answer that an exchange was seen to give, and what it means, judged from the exchange's words. */
export interface Recorded {
  readonly id: string;
  readonly status: number;
  readonly code: string | undefined;
  readonly category: Category;
  readonly outcome: 'rejected' | 'unknown' | 'partial';
  readonly body: string;
}

type Line = readonly [
  status: number,
  code: string | undefined,
  category: Category,
  outcome: Recorded['outcome'],
  body: string,
];

/** Bodies as they stand in ccxt's own sources beside its tables, and in the exchanges' documents. */
const lines: Readonly<Record<string, readonly Line[]>> = {
  alpaca: [
    [403, '40110000', 'permission', 'rejected', '{"code":40110000,"message":"request is not authorized"}'],
    [429, '42910000', 'rate-limit', 'rejected', '{"code":42910000,"message":"rate limit exceeded"}'],
  ],
  backpack: [
    [400, 'INVALID_ORDER', 'invalid-order', 'rejected', '{"code":"INVALID_ORDER","message":"Invalid order"}'],
  ],
  bigone: [
    [200, '10014', 'funds', 'rejected', '{"code":10014,"message":"Insufficient funds"}'],
    [200, '40004', 'auth', 'rejected', '{"code":40004,"message":"invalid jwt"}'],
  ],
  binance: [
    [
      400,
      '-1021',
      'timestamp',
      'rejected',
      '{"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."}',
    ],
    [
      400,
      '-2010',
      'funds',
      'rejected',
      '{"code":-2010,"msg":"Account has insufficient balance for requested action."}',
    ],
    [400, '-2013', 'order-not-found', 'rejected', '{"code":-2013,"msg":"Order does not exist."}'],
    [400, '-2011', 'order-not-found', 'rejected', '{"code":-2011,"msg":"Unknown order sent."}'],
    [400, '-1121', 'invalid-request', 'rejected', '{"code":-1121,"msg":"Invalid symbol."}'],
    [429, '-1003', 'rate-limit', 'rejected', '{"code":-1003,"msg":"Too many requests."}'],
    [
      504,
      '-1007',
      'timeout',
      'unknown',
      '{"code":-1007,"msg":"Timeout waiting for response from backend server. Send status unknown; execution status unknown."}',
    ],
    [
      200,
      '-2011',
      'order-not-found',
      'partial',
      '[{"symbol":"BTCUSDT","orderId":28},{"code":-2011,"msg":"Unknown order sent."}]',
    ],
  ],
  binanceusdm: [
    [400, '-2019', 'funds', 'rejected', '{"code":-2019,"msg":"Margin is insufficient."}'],
    [
      400,
      '-5022',
      'invalid-order',
      'rejected',
      '{"code":-5022,"msg":"Due to the order could not be executed as maker, the Post Only order will be rejected."}',
    ],
  ],
  bingx: [
    [200, '101204', 'funds', 'rejected', '{"code":101204,"msg":"","data":{}}'],
    [
      200,
      '100410',
      'server',
      'unknown',
      '{"code":100410,"msg":"The current system is busy, please try again later"}',
    ],
    [
      200,
      '100419',
      'permission',
      'rejected',
      '{"code":100419,"msg":"IP does not match IP whitelist","success":false,"timestamp":1705274099347}',
    ],
  ],
  bit2c: [
    [
      200,
      undefined,
      'timestamp',
      'rejected',
      '{"error":"Please provide valid nonce in Request Nonce (1598218490) is not bigger than last nonce (1598218490)."}',
    ],
  ],
  bitfinex: [
    [
      500,
      '10001',
      'funds',
      'rejected',
      '["error",10001,"Invalid order: not enough exchange balance for 0.02 BTC at 50000"]',
    ],
    [500, '11010', 'rate-limit', 'unknown', '["error",11010,"ratelimit: error"]'],
  ],
  bitget: [
    [
      400,
      '40004',
      'timestamp',
      'rejected',
      '{"code":"40004","msg":"Request timestamp expired","requestTime":1695806875837,"data":null}',
    ],
    [
      400,
      '40020',
      'invalid-request',
      'rejected',
      '{"code":"40020","msg":"Parameter orderId error","requestTime":1754305078588,"data":null}',
    ],
    [200, '30008', 'timestamp', 'rejected', '{"code":30008,"message":"timestamp request expired"}'],
    [
      200,
      '40762',
      'funds',
      'partial',
      '{"code":"00000","msg":"success","data":{"successList":[{"orderId":"1","clientOid":"a"}],"failureList":[{"orderId":"","clientOid":"b","errorMsg":"The order amount exceeds the balance","errorCode":"40762"}]}}',
    ],
  ],
  bithumb: [
    [200, '5300', 'auth', 'rejected', '{"status":"5300","message":"Invalid Apikey"}'],
    [
      400,
      '400',
      'invalid-request',
      'rejected',
      '{"error":{"name":400,"message":"Missing request parameter error. Check the required parameters!"}}',
    ],
  ],
  bitso: [
    [
      400,
      '104',
      'timestamp',
      'rejected',
      '{"success":false,"error":{"code":104,"message":"Cannot perform request - nonce must be higher than 1520307203724237"}}',
    ],
  ],
  bitstamp: [
    [403, 'API0004', 'timestamp', 'rejected', '{"status":"error","reason":"Invalid nonce","code":"API0004"}'],
    [
      400,
      undefined,
      'invalid-order',
      'rejected',
      '{"status":"error","reason":{"__all__":["Minimum order size is 5.0 EUR."]}}',
    ],
  ],
  bitteam: [
    [
      400,
      '450000',
      'funds',
      'rejected',
      '{"ok":false,"code":450000,"data":null,"message":"Insufficient funds"}',
    ],
  ],
  bittrade: [
    [
      200,
      'timeout',
      'timeout',
      'unknown',
      '{"ts":1571653730865,"status":"error","err-code":"timeout","err-msg":"Request Timeout"}',
    ],
  ],
  bitvavo: [
    [
      400,
      '216',
      'funds',
      'rejected',
      '{"errorCode":216,"error":"You do not have sufficient balance to complete this operation."}',
    ],
    [403, '309', 'auth', 'rejected', '{"errorCode":309,"error":"The signature is invalid."}'],
    [
      403,
      '304',
      'timestamp',
      'rejected',
      '{"errorCode":304,"error":"Request was not received within window."}',
    ],
    [
      400,
      '109',
      'server',
      'unknown',
      '{"errorCode":109,"error":"The matching engine did not respond in time."}',
    ],
  ],
  blofin: [
    [
      200,
      '150004',
      'funds',
      'rejected',
      '{"code":"150004","msg":"Insufficient balance. please adjust the amount and try again"}',
    ],
    [200, '152002', 'invalid-request', 'unknown', '{"code":"152002","msg":"Parameter bar error."}'],
  ],
  btse: [
    [
      400,
      '51523',
      'funds',
      'rejected',
      '{"code":51523,"msg":"BADREQUEST: Insufficient wallet balance","time":1770814875493,"data":null,"success":false}',
    ],
  ],
  bybit: [
    [
      200,
      '10006',
      'rate-limit',
      'rejected',
      '{"retCode":10006,"retMsg":"Too many visits!","result":{},"time":1}',
    ],
    [
      200,
      '10002',
      'timestamp',
      'rejected',
      '{"retCode":10002,"retMsg":"invalid request, please check your server timestamp or recv_window param.","result":{},"retExtInfo":{},"time":1}',
    ],
    [
      200,
      '110007',
      'funds',
      'rejected',
      '{"retCode":110007,"retMsg":"ab not enough for new order","result":{},"retExtInfo":{},"time":1}',
    ],
    [
      200,
      '110001',
      'order-not-found',
      'rejected',
      '{"retCode":110001,"retMsg":"order not exists","result":{}}',
    ],
    [
      200,
      '170146',
      'timeout',
      'unknown',
      '{"retCode":170146,"retMsg":"Order creation timeout.","result":{}}',
    ],
    [
      200,
      '10016',
      'unknown',
      'unknown',
      '{"retCode":10016,"retMsg":"System error. Please try again later.","result":{}}',
    ],
    [
      200,
      '110007',
      'funds',
      'partial',
      '{"retCode":0,"retMsg":"OK","result":{"list":[{"orderId":"1"},{"orderId":""}]},"retExtInfo":{"list":[{"code":0,"msg":"OK"},{"code":110007,"msg":"ab not enough for new order"}]},"time":1}',
    ],
  ],
  coinbase: [
    [
      401,
      'authentication_error',
      'auth',
      'rejected',
      '{"errors":[{"id":"authentication_error","message":"request timestamp expired"}]}',
    ],
    [
      429,
      'rate_limit_exceeded',
      'rate-limit',
      'rejected',
      '{"errors":[{"id":"rate_limit_exceeded","message":"Too many requests"}]}',
    ],
  ],
  coinbaseexchange: [
    [400, 'Insufficient funds', 'funds', 'rejected', '{"message":"Insufficient funds"}'],
    [404, undefined, 'order-not-found', 'rejected', '{"message":"order not found"}'],
  ],
  coinex: [
    [200, '3109', 'funds', 'rejected', '{"code":3109,"data":{},"message":"balance not enough"}'],
    [
      200,
      '4017',
      'timestamp',
      'rejected',
      '{"code":4017,"data":{},"message":"Signature expired, please try again later."}',
    ],
  ],
  coinsph: [
    [400, '-1001', 'server', 'unknown', '{"code":-1001,"msg":"Internal error."}'],
    [400, '-1146', 'timeout', 'unknown', '{"code":-1146,"msg":"Order creation timeout."}'],
  ],
  cryptocom: [
    [
      400,
      '40102',
      'timestamp',
      'rejected',
      '{"id":11,"method":"private/create-order","code":40102,"message":"INVALID_NONCE"}',
    ],
    [
      500,
      '306',
      'funds',
      'unknown',
      '{"id":11,"method":"private/create-order","code":306,"message":"INSUFFICIENT_AVAILABLE_BALANCE"}',
    ],
  ],
  deepcoin: [
    [
      200,
      '36',
      'funds',
      'rejected',
      '{"code":"0","msg":"","data":{"ordId":"","clOrdId":"","sCode":"36","sMsg":"InsufficientMoney:-0.000004"}}',
    ],
  ],
  deribit: [
    [
      400,
      '10009',
      'funds',
      'rejected',
      '{"jsonrpc":"2.0","id":1,"error":{"message":"not_enough_funds","code":10009},"usIn":1,"usOut":2,"usDiff":1}',
    ],
    [
      400,
      '-32602',
      'invalid-request',
      'rejected',
      '{"jsonrpc":"2.0","error":{"message":"Invalid params","data":{"reason":"invalid currency","param":"currency"},"code":-32602},"testnet":false}',
    ],
    [
      400,
      '10004',
      'order-not-found',
      'rejected',
      '{"jsonrpc":"2.0","error":{"message":"order_not_found","code":10004}}',
    ],
  ],
  derive: [
    [
      200,
      '9000',
      'timeout',
      'unknown',
      '{"id":"1","error":{"code":9000,"message":"Order confirmation timeout"}}',
    ],
  ],
  digifinex: [
    [200, '10005', 'rate-limit', 'unknown', '{"code":10005}'],
    [200, '20011', 'funds', 'rejected', '{"code":20011}'],
  ],
  gate: [
    [
      400,
      'BALANCE_NOT_ENOUGH',
      'funds',
      'rejected',
      '{"label":"BALANCE_NOT_ENOUGH","message":"Not enough balance"}',
    ],
    [
      404,
      'ORDER_NOT_FOUND',
      'order-not-found',
      'rejected',
      '{"label":"ORDER_NOT_FOUND","message":"Order not found"}',
    ],
    [
      200,
      'BALANCE_NOT_ENOUGH',
      'funds',
      'partial',
      '[{"succeeded":true,"id":"1","label":"","message":""},{"succeeded":false,"label":"BALANCE_NOT_ENOUGH","message":"Not enough balance"}]',
    ],
  ],
  gemini: [
    [
      406,
      'InsufficientFunds',
      'funds',
      'rejected',
      '{"result":"error","reason":"InsufficientFunds","message":"Failed to place buy order"}',
    ],
    [
      400,
      'InvalidNonce',
      'timestamp',
      'rejected',
      '{"result":"error","reason":"InvalidNonce","message":"Nonce too low"}',
    ],
  ],
  hashkey: [
    [
      400,
      '-1021',
      'timestamp',
      'rejected',
      '{"code":"-1021","msg":"Timestamp for this request is outside of the recvWindow"}',
    ],
  ],
  hitbtc: [
    [
      400,
      '20001',
      'funds',
      'rejected',
      '{"error":{"code":20001,"message":"Insufficient funds","description":"Check that the funds are sufficient"}}',
    ],
    [400, '20002', 'order-not-found', 'rejected', '{"error":{"code":20002,"message":"Order not found"}}'],
    [429, '429', 'rate-limit', 'rejected', '{"error":{"code":429,"message":"Too many requests"}}'],
  ],
  htx: [
    [
      200,
      'order-limitorder-amount-min-error',
      'invalid-order',
      'rejected',
      '{"status":"error","err-code":"order-limitorder-amount-min-error","err-msg":"limit order amount error, min: `0.001`","data":null}',
    ],
    [
      200,
      'account-frozen-balance-insufficient-error',
      'funds',
      'rejected',
      '{"status":"error","err-code":"account-frozen-balance-insufficient-error","err-msg":"trade account balance is not enough, left: `0.0027`","data":null}',
    ],
    [
      200,
      'gateway-internal-error',
      'server',
      'unknown',
      '{"status":"error","err-code":"gateway-internal-error","err-msg":"Failed to load data. Try again later.","data":null}',
    ],
    [200, '2002', 'unknown', 'unknown', '{"code":2002,"message":"invalid field value in `currency`"}'],
  ],
  hyperliquid: [
    [
      200,
      undefined,
      'funds',
      'rejected',
      '{"status":"ok","response":{"type":"order","data":{"statuses":[{"error":"Insufficient margin to place order. asset=84"}]}}}',
    ],
    [
      200,
      undefined,
      'funds',
      'partial',
      '{"status":"ok","response":{"type":"order","data":{"statuses":[{"resting":{"oid":77738308}},{"error":"Insufficient margin to place order. asset=84"}]}}}',
    ],
    [200, undefined, 'order-not-found', 'rejected', '{"status":"unknownOid"}'],
  ],
  indodax: [
    [
      200,
      'insufficient_balance',
      'funds',
      'rejected',
      '{"success":0,"error":"Insufficient balance.","error_code":"insufficient_balance"}',
    ],
  ],
  kraken: [
    [200, 'EOrder:Insufficient funds', 'funds', 'rejected', '{"error":["EOrder:Insufficient funds"]}'],
    [200, 'EAPI:Invalid nonce', 'timestamp', 'rejected', '{"error":["EAPI:Invalid nonce"]}'],
    [200, 'EAPI:Rate limit exceeded', 'rate-limit', 'rejected', '{"error":["EAPI:Rate limit exceeded"]}'],
    [200, 'EService:Busy', 'server', 'unknown', '{"error":["EService:Busy"]}'],
    [
      200,
      undefined,
      'funds',
      'partial',
      '{"error":[],"result":{"orders":[{"txid":"OUF4EM","descr":{"order":"buy 1"}},{"error":"EOrder:Insufficient funds"}]}}',
    ],
  ],
  krakenfutures: [
    [
      200,
      'apiLimitExceeded',
      'rate-limit',
      'unknown',
      '{"result":"error","serverTime":"2016-02-25T09:45:53.818Z","error":"apiLimitExceeded"}',
    ],
  ],
  kucoin: [
    [
      200,
      '400100',
      'invalid-order',
      'rejected',
      '{"code":"400100","msg":"Order size below the minimum requirement."}',
    ],
    [200, '200004', 'funds', 'rejected', '{"code":"200004","msg":"Balance insufficient!"}'],
    [400, '400002', 'timestamp', 'rejected', '{"code":"400002","msg":"Invalid KC-API-TIMESTAMP"}'],
    [
      200,
      '408000',
      'timeout',
      'unknown',
      '{"code":"408000","msg":"Network timeout, please try again later"}',
    ],
  ],
  latoken: [
    [
      400,
      'INSUFFICIENT_FUNDS',
      'funds',
      'rejected',
      '{"message":"not enough balance on the spot account for currency (USDT), need (20.000)","error":"INSUFFICIENT_FUNDS","status":"FAILURE"}',
    ],
  ],
  lbank: [
    [200, '10016', 'funds', 'rejected', '{"result":"false","error_code":10016,"ts":1}'],
    [200, '10600', 'timestamp', 'rejected', '{"result":"false","error_code":10600,"ts":1}'],
  ],
  luno: [
    [
      400,
      'ErrInsufficientFunds',
      'funds',
      'rejected',
      '{"error":"Insufficient funds","error_code":"ErrInsufficientFunds"}',
    ],
  ],
  mexc: [
    [
      200,
      '513',
      'timestamp',
      'rejected',
      '{"success":false,"code":513,"message":"Invalid request(for open api serves time more or less than 10s)"}',
    ],
    [
      200,
      '2009',
      'position',
      'rejected',
      '{"success":false,"code":2009,"message":"Position is not exists or closed."}',
    ],
    [
      400,
      '700003',
      'timestamp',
      'rejected',
      '{"code":700003,"msg":"Timestamp for this request is outside of the recvWindow."}',
    ],
    [400, '30004', 'funds', 'rejected', '{"msg":"Insufficient position","code":30004}'],
  ],
  ndax: [
    [
      200,
      'Not_Enough_Funds',
      'funds',
      'rejected',
      '{"status":"Rejected","errormsg":"Not_Enough_Funds","errorcode":101}',
    ],
  ],
  okx: [
    [
      200,
      '51008',
      'funds',
      'rejected',
      '{"code":"1","data":[{"clOrdId":"","ordId":"","sCode":"51008","sMsg":"Order failed. Insufficient USDT balance in account","tag":""}],"msg":"All operations failed"}',
    ],
    [
      200,
      '51008',
      'funds',
      'partial',
      '{"code":"2","data":[{"clOrdId":"a","ordId":"12689","sCode":"0","sMsg":""},{"clOrdId":"b","ordId":"","sCode":"51008","sMsg":"Order failed. Insufficient balance"}],"msg":"Bulk operation partially succeeded."}',
    ],
    [401, '50102', 'timestamp', 'rejected', '{"msg":"Timestamp request expired","code":"50102"}'],
    [429, '50011', 'rate-limit', 'rejected', '{"msg":"Too Many Requests","code":"50011"}'],
    [200, '50004', 'timeout', 'unknown', '{"msg":"Endpoint request timeout","code":"50004","data":[]}'],
  ],
  onetrading: [[500, 'INTERNAL_ERROR', 'server', 'unknown', '{"error":"INTERNAL_ERROR"}']],
  p2b: [
    [
      422,
      '1010',
      'auth',
      'rejected',
      '{"success":false,"errorCode":1010,"message":"This action is unauthorized.","result":[]}',
    ],
  ],
  phemex: [
    [
      200,
      '35104',
      'funds',
      'rejected',
      '{"code":35104,"msg":"phemex.spot.wallet.balance.notenough","data":null}',
    ],
    [200, '39995', 'rate-limit', 'unknown', '{"code":"39995","msg":"Too many requests."}'],
    [
      200,
      '6001',
      'invalid-request',
      'unknown',
      '{"error":{"code":6001,"message":"invalid argument"},"id":null,"result":null}',
    ],
  ],
  poloniex: [
    [400, '21709', 'funds', 'rejected', '{"code":21709,"message":"Low available balance"}'],
    [
      400,
      '21359',
      'order-not-found',
      'rejected',
      '{"code":21359,"message":"Order was already canceled or filled."}',
    ],
  ],
  tokocrypto: [
    [200, '-1004', 'server', 'unknown', '{"code":-1004,"msg":"Server is busy, please wait and try again"}'],
  ],
  toobit: [
    [
      400,
      '-1021',
      'timestamp',
      'rejected',
      '{"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."}',
    ],
  ],
  upbit: [
    [
      400,
      'insufficient_funds_bid',
      'funds',
      'rejected',
      '{"error":{"message":"주문가능한 금액(KRW)이 부족합니다.","name":"insufficient_funds_bid"}}',
    ],
    [
      404,
      'order_not_found',
      'order-not-found',
      'rejected',
      '{"error":{"message":"주문을 찾지 못했습니다.","name":"order_not_found"}}',
    ],
    [
      401,
      'jwt_verification',
      'auth',
      'rejected',
      '{"error":{"message":"Jwt 토큰 검증에 실패했습니다.","name":"jwt_verification"}}',
    ],
  ],
  weex: [[400, '-1046', 'timestamp', 'rejected', '{"code":-1046,"msg":"Request timestamp expired."}']],
  whitebit: [
    [
      422,
      '10',
      'funds',
      'rejected',
      '{"code":10,"message":"Inner validation failed","errors":{"amount":["Not enough balance."]}}',
    ],
    [401, '10', 'auth', 'rejected', '{"code":10,"message":"Unauthorized request."}'],
  ],
  woo: [
    [400, '-1003', 'rate-limit', 'unknown', '{"success":false,"code":-1003,"message":"Rate limit exceed."}'],
    [
      200,
      '-1011',
      'server',
      'unknown',
      '{"code":"-1011","message":"The system is under maintenance.","success":false}',
    ],
  ],
  xt: [
    [
      200,
      'insufficient_balance',
      'funds',
      'rejected',
      '{"returnCode":1,"msgInfo":"failure","error":{"code":"insufficient_balance","msg":"insufficient balance","args":[]},"result":null}',
    ],
    [200, 'AUTH_103', 'auth', 'rejected', '{"rc":1,"mc":"AUTH_103","ma":[],"result":null}'],
  ],
};

export const recorded: readonly Recorded[] = Object.entries(lines).flatMap(([id, list]) =>
  list.map(([status, code, category, outcome, body]) => ({ id, status, code, category, outcome, body })),
);

/** Answers that are no errors. */
export const good: readonly (readonly [id: string, body: string])[] = [
  ['alpaca', '{"id":"61e69015-8549-4bfd-b9c3-01e75843f47d","status":"accepted"}'],
  ['bigone', '{"code":0,"data":{"id":10,"state":"PENDING"}}'],
  ['binance', '{"symbol":"BTCUSDT","orderId":28,"status":"FILLED"}'],
  ['binance', '{"code":200,"msg":"The operation of cancel all open order is done."}'],
  ['bingx', '{"code":0,"msg":"","data":{"orderId":1}}'],
  ['bitfinex', '[1678988263842,"on-req",null,null,[],null,"SUCCESS","Submitting 1 orders."]'],
  ['bitget', '{"code":"00000","msg":"success","requestTime":1713294492511,"data":{"orderId":"1"}}'],
  ['bithumb', '{"status":"0000","order_id":"1"}'],
  ['bitso', '{"success":true,"payload":{"oid":"1"}}'],
  ['bitstamp', '{"id":"1","price":"1.00","amount":"1","type":"0"}'],
  ['bitvavo', '{"orderId":"1","market":"BTC-EUR","status":"new"}'],
  ['bybit', '{"retCode":0,"retMsg":"OK","result":{"orderId":"1"},"retExtInfo":{},"time":1}'],
  [
    'bybit',
    '{"retCode":0,"retMsg":"OK","result":{"list":[{},{}]},"retExtInfo":{"list":[{"code":0,"msg":"OK"},{"code":0,"msg":"OK"}]}}',
  ],
  ['coinbase', '{"success":true,"success_response":{"order_id":"1"},"order_configuration":{}}'],
  ['coinbaseexchange', '{"id":"1","status":"pending","settled":false}'],
  ['coinex', '{"code":0,"data":{"order_id":1},"message":"OK"}'],
  ['cryptocom', '{"id":11,"method":"private/create-order","code":0,"result":{"order_id":"1"}}'],
  ['deribit', '{"jsonrpc":"2.0","id":1,"result":{"order":{"order_id":"1"},"trades":[]},"usIn":1}'],
  ['digifinex', '{"code":0,"order_id":"1"}'],
  ['gate', '{"id":"1","text":"t-abc","status":"open","succeeded":true}'],
  ['gemini', '{"order_id":"1","is_live":true}'],
  ['hitbtc', '{"id":1,"client_order_id":"a","status":"new"}'],
  ['htx', '{"status":"ok","data":"59378"}'],
  ['htx', '{"code":200,"message":"success","data":[]}'],
  [
    'hyperliquid',
    '{"status":"ok","response":{"type":"order","data":{"statuses":[{"resting":{"oid":77738308}}]}}}',
  ],
  ['kraken', '{"error":[],"result":{"txid":["OUF4EM-FRGI2-MQMWZD"]}}'],
  ['kucoin', '{"code":"200000","data":{"orderId":"1"}}'],
  ['lbank', '{"result":"true","error_code":0,"data":{"order_id":"1"}}'],
  ['luno', '{"order_id":"BXMC2CJ7HNB88U4"}'],
  ['mexc', '{"symbol":"MXUSDT","orderId":"06a480e69e604477bfb48dddd5f0b750"}'],
  ['mexc', '{"success":true,"code":0,"data":102057569836905984}'],
  ['okx', '{"code":"0","data":[{"clOrdId":"","ordId":"1","sCode":"0","sMsg":""}],"msg":""}'],
  ['phemex', '{"code":0,"msg":"","data":{"orderID":"1"}}'],
  ['poloniex', '{"id":"1","clientOrderId":""}'],
  ['upbit', '{"uuid":"1","side":"bid","state":"wait"}'],
  ['whitebit', '{"orderId":1,"market":"BTC_USDT"}'],
  ['woo', '{"success":true,"timestamp":"1639986423.4","order_id":1}'],
  ['xt', '{"rc":0,"mc":"SUCCESS","ma":[],"result":{"orderId":"1"}}'],
];
