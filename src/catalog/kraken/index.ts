// Kraken spot.
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import type { KrakenCode } from './code.ts';
import { spec } from './profile.ts';
import { type KrakenCredentials, signer } from './signer.ts';

export type { KrakenCode } from './code.ts';
export type { KrakenCredentials } from './signer.ts';

/** Kraken spot. Its `signer` takes the credentials of an account. */
export const kraken: SigningExchange<KrakenCredentials, KrakenCode> = /* @__PURE__ */ withSigner(
  spec,
  signer,
);
