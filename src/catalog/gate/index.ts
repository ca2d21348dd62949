// Gate, API v4.
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import { spec } from './profile.ts';
import { type GateCredentials, signer } from './signer.ts';

export type { GateCredentials } from './signer.ts';
export const gate: SigningExchange<GateCredentials> = /* @__PURE__ */ withSigner(spec, signer);
