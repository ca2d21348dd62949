// The one list of the built-in exchanges: a line each, under the name that the package exports.
export { binanceSpot } from './binance-spot/index.ts';
export { binanceUsdm } from './binance-usdm/index.ts';
export { bitget } from './bitget/index.ts';
export { bybit } from './bybit/index.ts';
export { chainUp } from './chainup/index.ts';
export { coinbase } from './coinbase/index.ts';
export { deribit } from './deribit/index.ts';
export { gate } from './gate/index.ts';
export { htx } from './htx/index.ts';
export { kraken } from './kraken/index.ts';
export { ktx } from './ktx/index.ts';
export { kucoin } from './kucoin/index.ts';
export { lbankContract } from './lbank-contract/index.ts';
export { mexcContract } from './mexc-contract/index.ts';
export { mexcSpot } from './mexc-spot/index.ts';
export { okx } from './okx/index.ts';
export { oxFun } from './ox-fun/index.ts';
