// Binance spot.
import type { BinanceCredentials } from '../binance.ts';
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import { spec } from './profile.ts';
import { signer } from './signer.ts';

export type { BinanceCredentials as BinanceSpotCredentials } from '../binance.ts';
export const binanceSpot: SigningExchange<BinanceCredentials> = /* @__PURE__ */ withSigner(spec, signer);
