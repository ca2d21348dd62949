// The entry point `exchange-interceptors/ccxt`.
export { ccxtFetch } from './ccxt-fetch.ts';
export { type CcxtOptions, exchangeFromCcxt } from './exchange-from-ccxt.ts';
export { nativeExchanges } from './native-exchanges.ts';
export type { CcxtClient, CcxtExchange } from './shape.ts';
export { throttleCcxt } from './throttle-ccxt.ts';
