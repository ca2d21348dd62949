// Gate, API v4.
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import type { GateCode } from './code.ts';
import { spec } from './profile.ts';
import { type GateCredentials, signer } from './signer.ts';

export type { GateCode } from './code.ts';
export type { GateCredentials } from './signer.ts';

/** Gate, API v4. Its `signer` takes the credentials of an account. */
export const gate: SigningExchange<GateCredentials, GateCode> = /* @__PURE__ */ withSigner(spec, signer);
