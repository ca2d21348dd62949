// Coinbase Advanced Trade.
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import { spec } from './profile.ts';
import { type CoinbaseCredentials, signer } from './signer.ts';

export type { CoinbaseCredentials } from './signer.ts';
export const coinbase: SigningExchange<CoinbaseCredentials> = /* @__PURE__ */ withSigner(spec, signer);
