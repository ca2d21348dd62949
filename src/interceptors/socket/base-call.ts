// What the call of a command and that of a log-in have in common towards the gateway.
import { overSocket } from '../../catalog/socket.ts';
import type { TransportCall } from '../../transport/call.ts';
import { readOwnAnswer } from '../fetch/read-answer.ts';
import type { ParsedCommand } from './parse-command.ts';
import { toAnswer, toReply } from './reply-answer.ts';
import type { SocketSession } from './session.ts';

/** Why the gateway cannot ask over REST. */
export const noRest =
  'the exchange cannot be asked over REST: the option `restOrigin` of `interceptSocket` says where';

/** Stands for the exchange's REST where `restOrigin` does not say where that is. */
const noOrigin = 'http://websocket.invalid';

type BaseCall = Omit<TransportCall, 'options' | 'signal' | 'send'>;

/**
 * @param name the command's name: stands where a request has its path.
 * @param body the command's payload: stands where a request has its body.
 */
export function baseCall(
  session: SocketSession,
  name: string,
  body: string | undefined,
  { headers = {}, ownId, query = '' }: Partial<Pick<ParsedCommand, 'headers' | 'ownId' | 'query'>> = {},
): BaseCall {
  const { restOrigin, fetch } = session.settings;
  const { exchange } = session.gateway;
  const path = `/${name}`;
  return {
    method: overSocket,
    path,
    client: session,
    replayable: true,
    config: undefined,
    describe: () => {
      const url = new URL(path, restOrigin ?? noOrigin);
      return { method: overSocket, url, path, query, headers, body };
    },
    own: restOf(restOrigin, fetch),
    ...(restOrigin === undefined && { ownUnavailable: noRest }),
    fromBody: (found) => toAnswer(exchange, toReply(exchange, name, found, ownId)),
    canceled: (reason) => reason,
    obstacle: () => session.connection.obstacle,
    time: () => (restOrigin === undefined ? session.reading : undefined),
  };
}

/** Sends the gateway's own requests, for the clock and for look-ups, over REST. */
function restOf(restOrigin: string | undefined, fetchFn: typeof fetch | undefined): TransportCall['own'] {
  return async ({ method, url, headers, body }, signal) => {
    if (restOrigin === undefined) {
      throw Object.assign(new TypeError(noRest), { code: 'ERR_INVALID_URL' });
    }
    const response = await (fetchFn ?? globalThis.fetch)(url, {
      method,
      headers: { accept: 'application/json', ...headers },
      redirect: 'manual',
      signal,
      ...(body !== undefined && { body }),
    });
    return readOwnAnswer(response, url);
  };
}
