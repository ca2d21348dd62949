// ChainUp.
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import type { ChainUpCode } from './code.ts';
import { spec } from './profile.ts';
import { type ChainUpCredentials, signer } from './signer.ts';

export type { ChainUpCode } from './code.ts';
export type { ChainUpCredentials } from './signer.ts';

/** ChainUp. Its `signer` takes the credentials of an account. */
export const chainUp: SigningExchange<ChainUpCredentials, ChainUpCode> = /* @__PURE__ */ withSigner(
  spec,
  signer,
);

/** The same by the camel-cased `id`, as the entry points of all exchanges name theirs. */
export { chainUp as chainup };
