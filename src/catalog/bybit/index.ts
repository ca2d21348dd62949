// Bybit v5.
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import { spec } from './profile.ts';
import { type BybitCredentials, signer } from './signer.ts';

export type { BybitCredentials } from './signer.ts';
export const bybit: SigningExchange<BybitCredentials> = /* @__PURE__ */ withSigner(spec, signer);
