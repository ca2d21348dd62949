// KTX.
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import { spec } from './profile.ts';
import { type KtxCredentials, signer } from './signer.ts';

export type { KtxCredentials } from './signer.ts';
export const ktx: SigningExchange<KtxCredentials> = /* @__PURE__ */ withSigner(spec, signer);
