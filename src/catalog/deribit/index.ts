// Deribit.
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import { spec } from './profile.ts';
import { type DeribitCredentials, signer } from './signer.ts';

export type { DeribitCredentials } from './signer.ts';
export const deribit: SigningExchange<DeribitCredentials> = /* @__PURE__ */ withSigner(spec, signer);
