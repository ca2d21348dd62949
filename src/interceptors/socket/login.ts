import { overSocket } from '../../catalog/socket.ts';
import { fieldOf } from '../../policies/envelope.ts';
import { type Answer, type TransportCall, unread } from '../../transport/call.ts';
import { parseOnce } from '../normalize.ts';
import { addressOf, answerOf, restOf } from './rest.ts';
import type { SocketSession } from './session.ts';
import { SocketFault } from './socket-fault.ts';
import type { SocketReply } from './types.ts';

/** Ahead of everything: the others wait for it. */
const priority = 3;

/**
 * The log-in as a call of its own, made by the gateway's `sign` with the gateway's clock: what it is refused for is
 * handled as for any other call. Without a `sign` there is nobody to log in.
 */
export function loginCall(wire: SocketSession): TransportCall {
  const { protocol, settings } = wire;
  const command = protocol.login?.command ?? '';
  const path = `/${command}`;
  const body = JSON.stringify({ [protocol.op]: command });
  return {
    method: overSocket,
    path,
    options: { priority, signed: true, replaySafe: true },
    replayable: true,
    signal: undefined,
    config: undefined,
    describe: () => {
      const url = addressOf(settings.restOrigin, path);
      return { method: overSocket, url, path, query: '', headers: {}, body };
    },
    ready: () => (wire.line.isOpen ? undefined : wire.line.opened()),
    send: async (signed) => {
      const { epoch } = wire.line;
      const answer = signed ? await logIn(wire, signed.body, body) : answerOf(unread);
      if (answer.body === unread) wire.session.entered(epoch);
      return answer;
    },
    own: restOf(settings.restOrigin, settings.fetch),
    fromBody: (found) => answerOf(typeof found === 'string' ? parseOnce(found) : found),
    canceled: (reason) => reason,
    time: () => (settings.restOrigin === undefined ? wire.reading : undefined),
  };
}

async function logIn(wire: SocketSession, frame: string | undefined, bare: string): Promise<Answer> {
  const { command, silentMs } = wire.protocol.login ?? { command: '' };
  if (frame === undefined || frame === bare) {
    const message =
      "the gateway's `sign` makes no log-in: for a request with method 'WS' it returns the command as `body`; or say `login: false`";
    throw Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_TYPE' });
  }
  const sending = { command, frame, clientOrderId: () => undefined, gathering: undefined };
  try {
    const reply = await wire.transmit({ ...sending, ...(silentMs !== undefined && { timeoutMs: silentMs }) });
    return wire.isRefused(reply) && !isAccepted(wire, reply) ? answerOf(reply) : answerOf(unread, reply);
  } catch (error) {
    // Where no reply is documented, silence is consent.
    const isSilence = silentMs !== undefined && error instanceof SocketFault && error.code === 'WS_TIMEOUT';
    if (isSilence) return answerOf(unread);
    throw error;
  }
}

/** "Already logged in" is what a log-in is for. */
function isAccepted({ protocol, gateway }: SocketSession, reply: SocketReply): boolean {
  const { code = [] } = gateway.exchange.ws ?? gateway.exchange.rest;
  const told = code.map((field) => fieldOf(reply, field)).find((found) => found !== undefined);
  return protocol.login?.accepts?.includes(String(told)) ?? false;
}
