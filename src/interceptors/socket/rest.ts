import type { Answer, TransportCall } from '../../transport/call.ts';
import type { Classification } from '../../types.ts';
import { readOwnAnswer } from '../fetch/read-answer.ts';
import type { SocketReply } from './types.ts';

/** A reply and what it says of its command. */
export interface JudgedReply {
  readonly reply: SocketReply;
  readonly judged: Classification;
}

/** Why nothing can be asked over REST. */
export const restUnknown: string =
  'nobody can be asked over REST: the option `restOrigin` of `interceptSocket` says where';

/** Where commands pretend to go if nobody said where the exchange's REST is. */
const nowhere = 'http://websocket.invalid';

/** The address of a command, which requests of ours on its behalf start from. */
export function addressOf(restOrigin: string | undefined, path: string): URL {
  return new URL(path, restOrigin ?? nowhere);
}

/** How the clock and look-ups are asked over REST on behalf of a command. */
export function restOf(
  restOrigin: string | undefined,
  fetchFn: typeof fetch | undefined,
): TransportCall['own'] {
  return async ({ method, url, headers, body }, signal) => {
    if (restOrigin === undefined) {
      throw Object.assign(new TypeError(restUnknown), { code: 'ERR_INVALID_URL' });
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

/** A reply, or a body that a look-up found, as the gateway's answer. */
export function answerOf(body: unknown, native: unknown = body, judged?: Classification): Answer {
  return { status: undefined, transport: 'ws', headers: {}, body, native, ...(judged && { judged }) };
}
