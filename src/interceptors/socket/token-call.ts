// The request over REST that asks for the token of a socket's commands.
import type { SocketToken } from '../../catalog/socket-login.ts';
import type { TransportCall } from '../../transport/call.ts';
import { ownCall } from '../../transport/own-call.ts';
import { baseCall, noRest } from './base-call.ts';
import type { SocketSession } from './session.ts';

/** @throws {TypeError} where nothing says where the exchange's REST is. */
export function tokenCall(session: SocketSession, token: SocketToken, priority: number): TransportCall {
  const { restOrigin } = session.settings;
  if (restOrigin === undefined) throw new TypeError(noRest);
  const client: TransportCall = {
    ...baseCall(session, token.path, undefined),
    options: {},
    signal: undefined,
    send: () => Promise.reject(new Error('unreachable: only its `own` is used')),
  };
  const { href: url } = new URL(token.path, restOrigin);
  const traits = { options: { priority, signed: true, replaySafe: true }, replayable: true };
  const call = ownCall(client, { method: token.method, url, headers: {}, body: undefined }, traits);
  return { ...call, client: session, spendsBudget: false };
}
