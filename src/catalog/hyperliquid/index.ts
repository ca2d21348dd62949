// Hyperliquid. Its actions are signed by the key of a wallet, as typed data of Ethereum: that is its users' SDK's.
import type { Exchange } from '../exchange.ts';
import { makeExchange } from '../make-exchange.ts';
import { spec } from './profile.ts';

export const hyperliquid: Exchange = /* @__PURE__ */ makeExchange(spec);
