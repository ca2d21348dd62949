// HTX spot, formerly Huobi.
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import type { HtxCode } from './code.ts';
import { spec } from './profile.ts';
import { type HtxCredentials, signer } from './signer.ts';

export type { HtxCode } from './code.ts';
export type { HtxCredentials } from './signer.ts';

/** HTX spot, formerly Huobi. Its `signer` takes the credentials of an account. */
export const htx: SigningExchange<HtxCredentials, HtxCode> = /* @__PURE__ */ withSigner(spec, signer);
