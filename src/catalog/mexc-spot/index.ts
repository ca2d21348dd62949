// MEXC spot v3.
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import type { MexcSpotCode } from './code.ts';
import { spec } from './profile.ts';
import { type MexcSpotCredentials, signer } from './signer.ts';

export type { MexcSpotCode } from './code.ts';
export type { MexcSpotCredentials } from './signer.ts';

/** MEXC spot v3. Its `signer` takes the credentials of an account. */
export const mexcSpot: SigningExchange<MexcSpotCredentials, MexcSpotCode> = /* @__PURE__ */ withSigner(
  spec,
  signer,
);
