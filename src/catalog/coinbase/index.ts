// Coinbase Advanced Trade.
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import type { CoinbaseCode } from './code.ts';
import { spec } from './profile.ts';
import { type CoinbaseCredentials, signer } from './signer.ts';

export type { CoinbaseCode } from './code.ts';
export type { CoinbaseCredentials } from './signer.ts';

/** Coinbase Advanced Trade. Its `signer` takes the credentials of an account. */
export const coinbase: SigningExchange<CoinbaseCredentials, CoinbaseCode> = /* @__PURE__ */ withSigner(
  spec,
  signer,
);
