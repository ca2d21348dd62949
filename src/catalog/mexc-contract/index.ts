// MEXC contract.
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import { spec } from './profile.ts';
import { type MexcContractCredentials, signer } from './signer.ts';

export type { MexcContractCredentials } from './signer.ts';
export const mexcContract: SigningExchange<MexcContractCredentials> = /* @__PURE__ */ withSigner(
  spec,
  signer,
);
