// Binance USD-M futures.
import type { BinanceCredentials } from '../binance.ts';
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import type { BinanceUsdmCode } from './code.ts';
import { spec } from './profile.ts';
import { signer } from './signer.ts';

export type { BinanceCredentials as BinanceUsdmCredentials } from '../binance.ts';
export type { BinanceUsdmCode } from './code.ts';

/** Binance USD-M futures. Its `signer` takes the credentials of an account. */
export const binanceUsdm: SigningExchange<BinanceCredentials, BinanceUsdmCode> = /* @__PURE__ */ withSigner(
  spec,
  signer,
);
