// Bybit v5.
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import type { BybitCode } from './code.ts';
import { spec } from './profile.ts';
import { type BybitCredentials, signer } from './signer.ts';

export type { BybitCode } from './code.ts';
export type { BybitCredentials } from './signer.ts';

/** Bybit v5. Its `signer` takes the credentials of an account. */
export const bybit: SigningExchange<BybitCredentials, BybitCode> = /* @__PURE__ */ withSigner(spec, signer);
