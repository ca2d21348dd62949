// MEXC spot v3.
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import { spec } from './profile.ts';
import { type MexcSpotCredentials, signer } from './signer.ts';

export type { MexcSpotCredentials } from './signer.ts';
export const mexcSpot: SigningExchange<MexcSpotCredentials> = /* @__PURE__ */ withSigner(spec, signer);
