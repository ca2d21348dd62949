// All exchanges of the tests' own.
import { binanceSpot } from './binance-spot.ts';
import { binanceUsdm } from './binance-usdm.ts';
import { bitget } from './bitget.ts';
import type { Form } from './book.ts';
import { bybit } from './bybit.ts';
import { chainUp } from './chainup.ts';
import { coinbase } from './coinbase.ts';
import { deribit } from './deribit.ts';
import { gate } from './gate.ts';
import { htx } from './htx.ts';
import { hyperliquid } from './hyperliquid.ts';
import { kraken } from './kraken.ts';
import { ktx } from './ktx.ts';
import { kucoin } from './kucoin.ts';
import { lbankContract } from './lbank-contract.ts';
import { mexcContract } from './mexc-contract.ts';
import { mexcSpot } from './mexc-spot.ts';
import { okx } from './okx.ts';
import { oxFun } from './ox-fun.ts';

export const forms: readonly Form[] = [
  ktx,
  mexcContract,
  lbankContract,
  oxFun,
  chainUp,
  binanceSpot,
  binanceUsdm,
  bybit,
  okx,
  kraken,
  bitget,
  kucoin,
  gate,
  coinbase,
  hyperliquid,
  mexcSpot,
  htx,
  deribit,
];
