// OKX v5.
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import { spec } from './profile.ts';
import { type OkxCredentials, signer } from './signer.ts';

export type { OkxCredentials } from './signer.ts';
export const okx: SigningExchange<OkxCredentials> = /* @__PURE__ */ withSigner(spec, signer);
