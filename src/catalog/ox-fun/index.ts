// OX.FUN.
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import type { OxFunCode } from './code.ts';
import { spec } from './profile.ts';
import { type OxFunCredentials, signer } from './signer.ts';

export type { OxFunCode } from './code.ts';
export type { OxFunCredentials } from './signer.ts';

/** OX.FUN. Its `signer` takes the credentials of an account. */
export const oxFun: SigningExchange<OxFunCredentials, OxFunCode> = /* @__PURE__ */ withSigner(spec, signer);
