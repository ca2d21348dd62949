// HTX spot, formerly Huobi.
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import { spec } from './profile.ts';
import { type HtxCredentials, signer } from './signer.ts';

export type { HtxCredentials } from './signer.ts';
export const htx: SigningExchange<HtxCredentials> = /* @__PURE__ */ withSigner(spec, signer);
