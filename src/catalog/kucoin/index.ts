// KuCoin.
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import type { KucoinCode } from './code.ts';
import { spec } from './profile.ts';
import { type KucoinCredentials, signer } from './signer.ts';

export type { KucoinCode } from './code.ts';
export type { KucoinCredentials } from './signer.ts';

/** KuCoin. Its `signer` takes the credentials of an account. */
export const kucoin: SigningExchange<KucoinCredentials, KucoinCode> = /* @__PURE__ */ withSigner(
  spec,
  signer,
);
