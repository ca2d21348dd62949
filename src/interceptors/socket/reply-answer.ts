// Replies as the gateway's answers, and answers over REST as replies.
import { readField } from '../../answers/read-envelope.ts';
import { parseExact, printExact } from '../../catalog/exact-json.ts';
import type { Exchange } from '../../catalog/exchange.ts';
import { valueAt } from '../../catalog/field.ts';
import type { SocketProtocol } from '../../catalog/socket.ts';
import { isObject } from '../../options/check-value.ts';
import type { Answer } from '../../transport/call.ts';
import type { Classification, HeadersLike } from '../../types.ts';
import { parseDigits } from './decode.ts';

/**
 * A reply, or a body that a look-up found, as the gateway's answer.
 * @param native what the caller gets.
 */
export function toAnswer(
  exchange: Exchange,
  body: unknown,
  native: unknown = body,
  judged?: Classification,
): Answer {
  const { ws, rest, socket } = exchange;
  const field = (ws ?? rest).status;
  const status = field === undefined || !isObject(body) ? undefined : readField(body, field);
  return {
    status: typeof status === 'number' ? status : undefined,
    transport: 'ws',
    headers: headersOf(socket, body),
    body,
    native,
    ...(judged && { judged }),
  };
}

/** What a reply has where an answer has its headers. */
export function headersOf(protocol: SocketProtocol | undefined, reply: unknown): HeadersLike {
  const path = protocol?.replyHeaders;
  const found = path === undefined ? undefined : valueAt(reply, path);
  return isObject(found) ? (found as HeadersLike) : {};
}

/**
 * The reply to a command, made of the answer to the request that does the same; the answer itself where it is a reply
 * already, and where the protocol does not say how the two go together.
 * @param found JSON text, or what was parsed of it
 * @param id that of the caller's, where there is one
 */
export function toReply(exchange: Exchange, name: string, found: unknown, id?: unknown): unknown {
  const { socket } = exchange;
  const body = typeof found === 'string' ? parseExact(found) : found;
  if (!socket?.result || !isObject(body) || isReply(exchange, body)) return withDigits(found);
  const { of, at } = socket.result;
  const made = {
    ...(socket.id && id !== undefined && { [socket.id.field]: id }),
    ...(socket.name && { [socket.name.field]: name }),
    ...(of === undefined ? {} : besides(exchange, body, of)),
    ...marksOf(exchange),
    [at]: of === undefined ? body : valueAt(body, of),
  };
  return withDigits(printExact(made));
}

function withDigits(found: unknown): unknown {
  return typeof found === 'string' ? (parseDigits(found) ?? found) : found;
}

function isReply({ socket, ws, rest }: Exchange, body: Readonly<Record<string, unknown>>): boolean {
  const { status } = ws ?? rest;
  const isNamed = socket?.name !== undefined && typeof readField(body, socket.name.field) === 'string';
  return isNamed || (status !== undefined && typeof readField(body, status) === 'number');
}

/** What stands beside the result; codes only where those of a reply are the same. */
function besides(
  { rest, ws }: Exchange,
  body: Readonly<Record<string, unknown>>,
  of: string,
): Readonly<Record<string, unknown>> {
  const isAlike = (ws ?? rest).ok.length > 0;
  const left = [of, ...(isAlike ? [] : rest.code)].map((path) => path.split('.')[0]);
  return Object.fromEntries(Object.entries(body).filter(([member]) => !left.includes(member)));
}

/** The marks of success that a reply has and the answer to a request has not. */
function marksOf({ rest, ws }: Exchange): Readonly<Record<string, unknown>> {
  const { ok, flags, status } = ws ?? rest;
  const [flag] = ok.length > 0 ? [] : flags;
  return { ...(status !== undefined && { [status]: 200 }), ...(flag !== undefined && { [flag]: true }) };
}
