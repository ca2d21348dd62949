// The definition of Deribit.
import type { ExchangeSpec, Route } from '../exchange.ts';
import { suspectClock } from '../suspect-clock.ts';
import { answers } from './answers.ts';
import { limits, tiers } from './limits.ts';
import { amends, cancels, cancelsOfAll, orders, publicReads, reads } from './methods.ts';
import { clientOrderId, expiry, lookups } from './orders.ts';
import { refusals } from './refusals.ts';
import { socket } from './socket.ts';

const root = '/api/v2';

/**
 * A method is called by GET with a query, or posted as JSON-RPC, to its path or to the root. The `method` in what is posted goes
 * first. Everything private is a write until it is known to read: `GET /api/v2/private/buy` is an order.
 */
function named(names: readonly string[], more: Omit<Route, 'path' | 'method' | 'params'>): Route[] {
  return [
    {
      method: 'POST',
      path: `${root}/**`,
      params: { method: names.map((name) => `private/${name}`) },
      signed: true,
      ...more,
    },
    ...names.map((name): Route => ({ path: `${root}/private/${name}`, ...more })),
  ];
}

const routes: readonly Route[] = [
  ...named(orders, { kind: 'order' }),
  ...named(amends, { kind: 'order', amends: true }),
  ...named(cancels, { kind: 'cancel' }),
  ...named(cancelsOfAll, { kind: 'cancel', cancelsAll: true }),
  ...named(reads, { kind: 'read' }),
  {
    method: 'POST',
    path: `${root}/**`,
    params: { method: publicReads.map((name) => `public/${name}`) },
    kind: 'read',
    signed: false,
  },
  { path: `${root}/public/**`, kind: 'read', signed: false },
  { path: `${root}/private/**`, kind: 'write' },
];

/** Copies of docs.deribit.com, read as of 2026-06; version 2.1.1 of the interface. */
export const spec: ExchangeSpec = {
  id: 'deribit',
  name: 'Deribit',
  docs: ['https://docs.deribit.com', 'https://docs.deribit.com/articles/rate-limits'],
  hosts: ['www.deribit.com', 'test.deribit.com'],
  ...answers,
  socket,
  limits,
  tiers,
  // No header tells of a limit.
  usage: [],
  routes,
  paramsIn: 'params',
  signedPaths: [`${root}/private/**`, root],
  clientOrderId,
  lookup: lookups,
  expiry,
  // Of a time that is off no code of its own is published.
  policies: { 13004: suspectClock(1000), 13009: suspectClock(1000) },
  refusals,
};
