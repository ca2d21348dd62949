// OX.FUN.
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import { spec } from './profile.ts';
import { type OxFunCredentials, signer } from './signer.ts';

export type { OxFunCredentials } from './signer.ts';
export const oxFun: SigningExchange<OxFunCredentials> = /* @__PURE__ */ withSigner(spec, signer);
