// OKX v5.
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import type { OkxCode } from './code.ts';
import { spec } from './profile.ts';
import { type OkxCredentials, signer } from './signer.ts';

export type { OkxCode } from './code.ts';
export type { OkxCredentials } from './signer.ts';

/** OKX v5. Its `signer` takes the credentials of an account. */
export const okx: SigningExchange<OkxCredentials, OkxCode> = /* @__PURE__ */ withSigner(spec, signer);
