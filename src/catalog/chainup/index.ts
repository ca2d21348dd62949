// ChainUp.
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import { spec } from './profile.ts';
import { type ChainUpCredentials, signer } from './signer.ts';

export type { ChainUpCredentials } from './signer.ts';
export const chainUp: SigningExchange<ChainUpCredentials> = /* @__PURE__ */ withSigner(spec, signer);
