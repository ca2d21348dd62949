// Bitget v2, and the orders of its unified account (v3).
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import type { BitgetCode } from './code.ts';
import { spec } from './profile.ts';
import { type BitgetCredentials, signer } from './signer.ts';

export type { BitgetCode } from './code.ts';
export type { BitgetCredentials } from './signer.ts';

/** Bitget v2, and the orders of its unified account (v3). Its `signer` takes the credentials of an account. */
export const bitget: SigningExchange<BitgetCredentials, BitgetCode> = /* @__PURE__ */ withSigner(
  spec,
  signer,
);
