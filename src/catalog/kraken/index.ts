// Kraken spot.
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import { spec } from './profile.ts';
import { type KrakenCredentials, signer } from './signer.ts';

export type { KrakenCredentials } from './signer.ts';
export const kraken: SigningExchange<KrakenCredentials> = /* @__PURE__ */ withSigner(spec, signer);
