// LBank contract.
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import type { LbankContractCode } from './code.ts';
import { spec } from './profile.ts';
import { type LbankContractCredentials, signer } from './signer.ts';

export type { LbankContractCode } from './code.ts';
export type { LbankContractCredentials } from './signer.ts';

/** LBank contract. Its `signer` takes the credentials of an account. */
export const lbankContract: SigningExchange<LbankContractCredentials, LbankContractCode> =
  /* @__PURE__ */ withSigner(spec, signer);
