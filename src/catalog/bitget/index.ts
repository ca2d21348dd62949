// Bitget v2, and the orders of its unified account (v3).
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import { spec } from './profile.ts';
import { type BitgetCredentials, signer } from './signer.ts';

export type { BitgetCredentials } from './signer.ts';
export const bitget: SigningExchange<BitgetCredentials> = /* @__PURE__ */ withSigner(spec, signer);
