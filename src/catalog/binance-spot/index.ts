// Binance spot.
import type { BinanceCredentials } from '../binance.ts';
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import type { BinanceSpotCode } from './code.ts';
import { spec } from './profile.ts';
import { signer } from './signer.ts';

export type { BinanceCredentials as BinanceSpotCredentials } from '../binance.ts';
export type { BinanceSpotCode } from './code.ts';

/** Binance spot. Its `signer` takes the credentials of an account. */
export const binanceSpot: SigningExchange<BinanceCredentials, BinanceSpotCode> = /* @__PURE__ */ withSigner(
  spec,
  signer,
);
