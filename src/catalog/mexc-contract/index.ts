// MEXC contract.
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import type { MexcContractCode } from './code.ts';
import { spec } from './profile.ts';
import { type MexcContractCredentials, signer } from './signer.ts';

export type { MexcContractCode } from './code.ts';
export type { MexcContractCredentials } from './signer.ts';

/** MEXC contract. Its `signer` takes the credentials of an account. */
export const mexcContract: SigningExchange<MexcContractCredentials, MexcContractCode> =
  /* @__PURE__ */ withSigner(spec, signer);
