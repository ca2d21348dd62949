// The routes of an exchange, by its definition.
import {
  type Exchange,
  fitsPath,
  type RouteInfo,
  readBatch,
  readSentOrder,
  turnsOf,
} from '../../internal.ts';
import type { Action, Call, DialectRoute } from '../dialect.ts';
import { lookUpOf } from './look-ups.ts';
import { itemsIn } from './read.ts';
import { shapeOf } from './refused.ts';
import { answerTo } from './templates.ts';

export function routesOf({ time, lookup, routes, clientOrderId }: Exchange): readonly DialectRoute[] {
  const clock = time.routes.flatMap(({ path }): DialectRoute[] => [
    { method: 'GET', path, action: 'time' },
    { method: 'HEAD', path, action: 'time' },
  ]);
  const lookups = lookup
    .flatMap(turnsOf)
    .map(({ method, path }): DialectRoute => ({ method, path, action: 'lookup' }));
  const idempotent = clientOrderId?.deduplicated === 'returned';
  const own = routes.flatMap(({ kind, amends, method = '*', path = '/**' }): DialectRoute[] => {
    const action = amends ? 'amend' : kind;
    // What a write of another kind does is not said: it is not played.
    return action === 'write' ? [] : [{ method, path, action, idempotent }];
  });
  const reads = ['GET', 'HEAD'].map((method): DialectRoute => ({ method, path: '/**', action: 'read' }));
  return [...clock, ...lookups, ...own, ...reads];
}

/** Where several routes share a path, the parameters of the request say which it is. */
function actionOf({ kind, amends }: RouteInfo, { action }: DialectRoute): Action {
  if (action === 'time' || action === 'lookup') return action;
  return amends ? 'amend' : kind === 'write' ? action : kind;
}

/** A list is a batch, and a look-up that asks for no order by its name is a read like any other. */
export function routeOf(exchange: Exchange, info: RouteInfo, route: DialectRoute, call: Call): DialectRoute {
  const sent = readSentOrder(call, exchange.paramsIn);
  const batch = readBatch(exchange, call.method, call.path, sent)?.rule;
  const most = batch?.most;
  const known = {
    ...route,
    signed: info.signed,
    ...(most === undefined ? {} : { most }),
    ...(batch?.least === undefined ? {} : { least: batch.least }),
  };
  const action = actionOf(info, route);
  if (action === 'lookup') {
    const { emptyLookups = [] } = exchange.refusals;
    const answersWell = emptyLookups.some((pattern) => fitsPath(pattern, call.path));
    return { ...known, action: lookUpOf(exchange, call) ? action : 'read', answersWell };
  }
  const itemised = isItemised(exchange, call);
  if (action === 'cancel' && batch) return { ...known, action, itemised };
  if (action !== 'order' || !itemsIn(exchange, call, sent)) return { ...known, action };
  return { ...known, action: 'batch', itemised };
}

/** Whether the answer has a place for each of its items. */
function isItemised(exchange: Exchange, call: Call): boolean {
  return shapeOf(exchange, answerTo(exchange, call).template) !== undefined;
}
