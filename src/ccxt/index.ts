export { ccxtFetch } from './ccxt-fetch.ts';
export type { CcxtClient } from './client.ts';
export { type CcxtOptions, exchangeFromCcxt } from './exchange-from-ccxt.ts';
export type { CcxtExchange } from './shape.ts';
export { throttleCcxt } from './throttle-ccxt.ts';
