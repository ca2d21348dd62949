// The built-in exchanges, each loaded when it is asked for: for who knows only while it runs which one that will be.
import type { Exchange } from './exchange.ts';

/** By id. Those that clients of other makers speak to. */
export const loaders: Readonly<Record<string, () => Promise<Exchange>>> = {
  'binance-spot': async () => (await import('./binance-spot/index.ts')).binanceSpot,
  'binance-usdm': async () => (await import('./binance-usdm/index.ts')).binanceUsdm,
  bitget: async () => (await import('./bitget/index.ts')).bitget,
  bybit: async () => (await import('./bybit/index.ts')).bybit,
  coinbase: async () => (await import('./coinbase/index.ts')).coinbase,
  deribit: async () => (await import('./deribit/index.ts')).deribit,
  gate: async () => (await import('./gate/index.ts')).gate,
  htx: async () => (await import('./htx/index.ts')).htx,
  hyperliquid: async () => (await import('./hyperliquid/index.ts')).hyperliquid,
  kraken: async () => (await import('./kraken/index.ts')).kraken,
  kucoin: async () => (await import('./kucoin/index.ts')).kucoin,
  'lbank-contract': async () => (await import('./lbank-contract/index.ts')).lbankContract,
  'mexc-contract': async () => (await import('./mexc-contract/index.ts')).mexcContract,
  'mexc-spot': async () => (await import('./mexc-spot/index.ts')).mexcSpot,
  okx: async () => (await import('./okx/index.ts')).okx,
};
