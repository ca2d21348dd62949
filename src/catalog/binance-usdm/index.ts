// Binance USD-M futures.
import type { BinanceCredentials } from '../binance.ts';
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import { spec } from './profile.ts';
import { signer } from './signer.ts';

export type { BinanceCredentials as BinanceUsdmCredentials } from '../binance.ts';
export const binanceUsdm: SigningExchange<BinanceCredentials> = /* @__PURE__ */ withSigner(spec, signer);
