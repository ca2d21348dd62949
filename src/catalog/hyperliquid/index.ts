// Hyperliquid. Its actions are signed by the key of a wallet, as typed data of Ethereum: that is its users' SDK's.
import type { Exchange } from '../exchange.ts';
import { makeExchange } from '../make-exchange.ts';
import type { HyperliquidCode } from './code.ts';
import { spec } from './profile.ts';

export type { HyperliquidCode } from './code.ts';

/** Hyperliquid. It has no `signer`: its users' SDKs sign. */
export const hyperliquid: Exchange<HyperliquidCode> = /* @__PURE__ */ makeExchange(spec);
