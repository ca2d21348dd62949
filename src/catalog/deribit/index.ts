// Deribit.
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import type { DeribitCode } from './code.ts';
import { spec } from './profile.ts';
import { type DeribitCredentials, signer } from './signer.ts';

export type { DeribitCode } from './code.ts';
export type { DeribitCredentials } from './signer.ts';

/** Deribit. Its `signer` takes the credentials of an account. */
export const deribit: SigningExchange<DeribitCredentials, DeribitCode> = /* @__PURE__ */ withSigner(
  spec,
  signer,
);
