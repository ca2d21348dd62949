// KTX.
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import type { KtxCode } from './code.ts';
import { spec } from './profile.ts';
import { type KtxCredentials, signer } from './signer.ts';

export type { KtxCode } from './code.ts';
export type { KtxCredentials } from './signer.ts';

/** KTX. Its `signer` takes the credentials of an account. */
export const ktx: SigningExchange<KtxCredentials, KtxCode> = /* @__PURE__ */ withSigner(spec, signer);
