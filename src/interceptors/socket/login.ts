import { success } from '../../answers/answer-context.ts';
import { readField } from '../../answers/read-envelope.ts';
import { commandOf, overSocket } from '../../catalog/socket.ts';
import { secretsOfBody } from '../../redact.ts';
import { type Answer, type TransportCall, unread } from '../../transport/call.ts';
import { parseDigits } from './decode.ts';
import { addressOf, answerOf, restOf, restUnknown } from './rest.ts';
import { Turn } from './serial-lock.ts';
import type { SocketSession } from './session.ts';
import { SocketFault } from './socket-fault.ts';
import type { SocketReply } from './types.ts';

/** Ahead of everything: the others wait for it. */
const priority = 3;

/** Logs in. */
export async function logIn(session: SocketSession): Promise<void> {
  const turn = new Turn(session.lock);
  try {
    await session.gateway.run(loginCall(session, turn));
  } finally {
    turn.end();
  }
}

/**
 * The log-in as a call of its own, made by the gateway's `sign` with the gateway's clock: what it is refused for is
 * handled as for any other call. Without a `sign` there is nobody to log in. It takes its turn like any other command, so
 * that no reply to another is taken for its own.
 */
function loginCall(session: SocketSession, turn: Turn): TransportCall {
  const { protocol, settings, connection } = session;
  const command = protocol.login?.command ?? '';
  const path = `/${command}`;
  const body = JSON.stringify({ [protocol.op]: command });
  const isReady = (): boolean => connection.isOpen && turn.isMine(true);
  const untilReady = async (): Promise<void> => {
    while (!turn.isEnded && !isReady()) {
      if (connection.isOpen) await turn.take();
      else await connection.opened();
    }
  };
  return {
    method: overSocket,
    path,
    options: { priority, signed: true, replaySafe: true },
    // Others wait for it, and none of them for the money that retries are paid with.
    isOwn: true,
    spendsBudget: false,
    replayable: true,
    signal: undefined,
    config: undefined,
    describe: () => {
      const url = addressOf(settings.restOrigin, path);
      return { method: overSocket, url, path, query: '', headers: {}, body };
    },
    ready: () => (isReady() ? undefined : untilReady()),
    obstacle: () => connection.obstacle,
    send: async (signed) => {
      const { epoch } = connection;
      const answer = signed ? await sendLogin(session, turn, signed.body, body) : answerOf(unread);
      if (answer.body === unread) session.login.entered(epoch);
      return answer;
    },
    own: restOf(settings.restOrigin, settings.fetch),
    ...(settings.restOrigin === undefined && { ownUnavailable: restUnknown }),
    fromBody: (found) => answerOf(typeof found === 'string' ? (parseDigits(found) ?? found) : found),
    canceled: (reason) => reason,
    time: () => (settings.restOrigin === undefined ? session.reading : undefined),
  };
}

async function sendLogin(
  session: SocketSession,
  turn: Turn,
  frame: string | undefined,
  bare: string,
): Promise<Answer> {
  const { command: name, silentMs } = session.protocol.login ?? { command: '' };
  if (frame === undefined || frame === bare) {
    const message =
      "the gateway's `sign` makes no log-in: for a request with method 'WS' it returns the command as `body`; or say `login: false`";
    throw Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_TYPE' });
  }
  const rule = commandOf(session.protocol, name);
  session.secrets = secretsOfBody(frame, bare);
  try {
    const { reply, judged } = await session.transmit({
      name,
      rule,
      frame,
      turn,
      clientOrderId: () => undefined,
      collector: undefined,
      silentMs,
    });
    return judged.ok || isAccepted(session, reply)
      ? answerOf(unread, reply, success)
      : answerOf(reply, reply, judged);
  } catch (error) {
    // Where no reply is documented, none within a while means that nothing was refused.
    const isSilence = silentMs !== undefined && error instanceof SocketFault && error.code === 'WS_TIMEOUT';
    if (isSilence) return answerOf(unread);
    throw error;
  }
}

/** "Already logged in" is what a log-in is for. */
function isAccepted({ protocol, gateway }: SocketSession, reply: SocketReply): boolean {
  const { code = [] } = gateway.exchange.ws ?? gateway.exchange.rest;
  const told = code.map((field) => readField(reply, field)).find((found) => found !== undefined);
  return protocol.login?.accepts?.includes(String(told)) ?? false;
}
