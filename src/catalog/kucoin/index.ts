// KuCoin.
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import { spec } from './profile.ts';
import { type KucoinCredentials, signer } from './signer.ts';

export type { KucoinCredentials } from './signer.ts';
export const kucoin: SigningExchange<KucoinCredentials> = /* @__PURE__ */ withSigner(spec, signer);
