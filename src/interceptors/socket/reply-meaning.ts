// What a reply says of its command: docs/decisions/0013 gives the reasons.

import { classify } from '../../answers/classify.ts';
import { isAccepted, readFlag, readStatus } from '../../answers/read-envelope.ts';
import { commandOf, commandUrl } from '../../catalog/command-of.ts';
import type { Exchange } from '../../catalog/exchange.ts';
import { isWrittenAs, valueAt } from '../../catalog/field.ts';
import type { SocketProtocol } from '../../catalog/socket.ts';
import type { SocketCommand } from '../../catalog/socket-command.ts';
import type { Classification, Failure } from '../../types.ts';
import { headersOf } from './reply-answer.ts';
import type { SocketReply } from './types.ts';

/** `unclear`: the reply says neither that the command was accepted nor that it was refused. */
export interface ReplyMeaning {
  readonly kind: 'accepted' | 'refused' | 'unclear';
  readonly judged: Classification;
}

/** A reply and how its command ended by it. */
export interface JudgedReply {
  readonly reply: SocketReply;
  readonly judged: Classification;
}

const nothing: Failure = Object.freeze({
  ok: false,
  category: 'server',
  outcome: 'unknown',
  message: 'a reply came that says neither that the command was accepted nor that it was refused',
});

/** The meaning of a reply that says nothing. */
export const unclear: ReplyMeaning = Object.freeze({ kind: 'unclear', judged: nothing });

/** Paths of ids in replies. */
const idPaths = new WeakMap<SocketProtocol, readonly string[]>();

/** What ties a reply to its command; undefined where it holds nothing. */
export function idIn(protocol: SocketProtocol, reply: SocketReply): unknown {
  let paths = idPaths.get(protocol);
  if (!paths) {
    const ids = [protocol.id, ...protocol.commands.map(({ id }) => id)];
    paths = [...new Set(ids.flatMap((id) => (id ? [id.reply ?? id.field] : [])))];
    idPaths.set(protocol, paths);
  }
  for (const path of paths) {
    const found = valueAt(reply, path) ?? undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a reply says that a command was received, and no more. */
export function isAck({ ack }: SocketProtocol, reply: SocketReply): boolean {
  return ack !== undefined && isWrittenAs(valueAt(reply, ack.field), ack.equals);
}

/** Whether a reply is a refusal of the kind that names no command. */
export function isRefusal(protocol: SocketProtocol, reply: SocketReply): boolean {
  const { refusal } = protocol;
  const found = refusal && valueAt(reply, refusal.field);
  if (found === undefined) return false;
  return refusal?.equals === undefined
    ? found !== null && idIn(protocol, reply) === undefined
    : isWrittenAs(found, refusal.equals);
}

/** Whether a reply has the name of this command, or the one that the profile gives to replies to it. */
export function isNamed(protocol: SocketProtocol, reply: SocketReply, command: string): boolean {
  const { name: rule } = protocol;
  const own = commandOf(protocol, command);
  if (own.named !== undefined) return valueAt(reply, own.named) === own.name.replace(/\.$/, '');
  if (!rule) return false;
  const { field, prefix = '', aliases } = rule;
  const name = valueAt(reply, field);
  return name === prefix + command || (aliases?.[command] !== undefined && name === aliases[command]);
}

/**
 * Only a reply that says so is an acceptance: the command's id in a frame proves no more than that it is about the
 * command.
 */
export function meaningOf(
  exchange: Exchange,
  protocol: SocketProtocol,
  command: { readonly name: string; readonly rule: SocketCommand },
  reply: SocketReply,
): ReplyMeaning {
  const { name, rule } = command;
  const headers = headersOf(protocol, reply);
  const judged = classify(exchange, { body: reply, transport: 'ws', headers, url: commandUrl(rule) });
  // A read without `accepted` in its rule is accepted unless it is refused.
  if (rule.kind === 'read' && rule.accepted === undefined)
    return { kind: judged.ok ? 'accepted' : 'refused', judged };
  const isRight = isRightName(protocol, rule, reply, name);
  const hasSuccess = hasSuccessMark(exchange, rule)
    ? saysSuccess(exchange, protocol, rule, reply, name)
    : judged.ok;
  if (isRight && hasSuccess && judged.ok && (judged.items || showsOrder(exchange, rule, reply)))
    return { kind: 'accepted', judged };
  // A batch is accepted where all of its items were refused.
  if (isRight && !judged.ok && (!hasSuccess || judged.items)) return { kind: 'refused', judged };
  return unclear;
}

/** Whether it has of an order what the replies to orders have, where the envelope of frames says what that is. */
function showsOrder({ ws }: Exchange, { kind }: SocketCommand, reply: SocketReply): boolean {
  return kind !== 'order' || !ws?.accepted || isAccepted(ws, reply);
}

/** A refusal that names no command is right where the protocol has such; without `accepted` a name may be missing. */
function isRightName(
  protocol: SocketProtocol,
  { accepted }: SocketCommand,
  reply: SocketReply,
  name: string,
): boolean {
  if (isRefusal(protocol, reply)) return true;
  const field = protocol.name?.field;
  if (field === undefined || (accepted === undefined && valueAt(reply, field) === undefined)) return true;
  return isNamed(protocol, reply, name);
}

/** Without a flag or code of success the exchange accepts what it does not refuse. */
function hasSuccessMark({ ws, rest }: Exchange, { accepted }: SocketCommand): boolean {
  const { flags, ok, status } = ws ?? rest;
  return accepted !== undefined || flags.length > 0 || ok.length > 0 || status !== undefined;
}

function saysSuccess(
  { ws, rest, codes }: Exchange,
  protocol: SocketProtocol,
  { accepted, kind }: SocketCommand,
  reply: SocketReply,
  name: string,
): boolean {
  const envelope = ws ?? rest;
  if (typeof accepted === 'object') return isWrittenAs(valueAt(reply, accepted.field), accepted.equals);
  if (accepted !== undefined) return readFlag({ flags: [accepted] }, reply) === true;
  if (readFlag(envelope, reply) === true) return true;
  const status = readStatus(envelope, reply);
  if (status !== undefined && status >= 200 && status < 300) return true;
  const found = envelope.code.map((field) => valueAt(reply, field)).find((code) => code !== undefined);
  const code = typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
  if (code !== undefined && (envelope.ok.includes(code) || codes.ws.get(code)?.category === 'success'))
    return true;
  // Where a refusal has a name of its own, the command's name is an acceptance, unless a code stands beside it; of an order only
  // where no code says it.
  const isOrder = kind === 'order' || kind === 'cancel';
  if (code !== undefined || protocol.refusal === undefined || (isOrder && envelope.ok.length > 0))
    return false;
  return isNamed(protocol, reply, name);
}
