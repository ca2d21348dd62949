// LBank contract.
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import { spec } from './profile.ts';
import { type LbankContractCredentials, signer } from './signer.ts';

export type { LbankContractCredentials } from './signer.ts';
export const lbankContract: SigningExchange<LbankContractCredentials> = /* @__PURE__ */ withSigner(
  spec,
  signer,
);
