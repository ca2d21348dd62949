// The WebSocket API that all APIs of Binance share.
import type { RouteKind } from '../types.ts';
import type { SocketProtocol, SocketUsage } from './socket.ts';
import type { SocketCommand } from './socket-command.ts';

/** A method and the request that does the same. Market data is for everybody. */
export type BinanceMethod = readonly [
  name: string,
  kind: RouteKind,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
];

export function methods(
  rows: readonly BinanceMethod[],
  more: Pick<SocketCommand, 'signed'> = {},
): readonly SocketCommand[] {
  return rows.map(([name, kind, method, path]) => ({
    name,
    kind,
    payload: 'params',
    rest: { method, path },
    ...more,
  }));
}

/** An element of `rateLimits` that is about one of our limits. */
export function counted(
  limit: string,
  rateLimitType: string,
  interval: string,
  intervalNum: number,
): SocketUsage['limits'][number] {
  return { limit, where: { rateLimitType, interval, intervalNum: String(intervalNum) } };
}

/**
 * "Request format", "Response format" and "Session Authentication" of web-socket-api.md (a5e0bc3d, 2026-07-21), and "WebSocket API
 * General Info" of USD-M, which agrees: an `id` is echoed, whatever it is; a reply has the status that HTTP would have, and a
 * `result` or an `error`; "shared with REST API" are the limits. A revoked session is told with `id: null` and status 401.
 * Without a session every command has key, time and signature among its `params`.
 */
export function binanceSocket(
  commands: readonly SocketCommand[],
  limits: SocketUsage['limits'],
): SocketProtocol {
  return {
    op: 'method',
    id: { field: 'id', type: 'string' },
    marks: ['"id"'],
    pushes: ['{"event"', '{"subscriptionId"'],
    refusal: { field: 'status', equals: '401' },
    commands: [
      ...commands,
      ...['session.status', 'session.logout', 'session.subscriptions', 'ping'].map(
        (name): SocketCommand => ({ name, kind: 'read', payload: 'params', signed: false }),
      ),
      { name: 'session.logon', kind: 'read', payload: 'params', signed: false },
    ],
    signs: 'each',
    login: { command: 'session.logon' },
    stamp: { param: 'timestamp' },
    result: { at: 'result' },
    usage: { at: 'rateLimits', used: 'count', capacity: 'limit', limits },
    time: { field: 'result.serverTime', unit: 'ms' },
  };
}
