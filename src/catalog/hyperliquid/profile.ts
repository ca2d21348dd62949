// The definition of Hyperliquid.
import type { ExchangeSpec, Route } from '../exchange.ts';
import { answers } from './answers.ts';
import { limits } from './limits.ts';
import { clientOrderId, expiry, lookups } from './orders.ts';
import { refusals } from './refusals.ts';
import { socket } from './socket.ts';

/** All is posted: reads to `/info`, and what changes something to `/exchange`, where the action says what it is. */
const action = (types: readonly string[], more: Omit<Route, 'path' | 'params'>): Route => ({
  method: 'POST',
  path: '/exchange',
  params: { 'action.type': types },
  ...more,
});

/**
 * Copies of hyperliquid.gitbook.io, read as of 2026-05, and the types of its Python and TypeScript SDKs.
 */
export const spec: ExchangeSpec = {
  id: 'hyperliquid',
  name: 'Hyperliquid',
  docs: ['https://hyperliquid.gitbook.io/hyperliquid-docs/for-developers/api'],
  hosts: ['api.hyperliquid.xyz', 'api.hyperliquid-testnet.xyz'],
  ...answers,
  socket,
  limits,
  // No header tells of a limit.
  usage: [],
  routes: [
    action(['order', 'twapOrder'], { kind: 'order' }),
    action(['modify', 'batchModify'], { kind: 'order', amends: true }),
    action(['cancel', 'cancelByCloid', 'twapCancel', 'scheduleCancel'], { kind: 'cancel' }),
    { path: '/exchange', kind: 'write' },
    { path: '/info', kind: 'read', signed: false },
  ],
  signedPaths: ['/exchange'],
  paramsIn: 'action',
  clientOrderId,
  lookup: lookups,
  refusals,
  batches: ['action.orders', 'action.cancels', 'action.modifies'].map((list) => ({
    method: 'POST',
    path: '/exchange',
    list,
  })),
  expiry,
  // "Nonces and API wallets": the nonce of an action is used once. The same bytes again cannot be a second order; a new nonce is one.
  repeat: 'same-bytes',
};
