import { classify } from '../../answers/classify.ts';
import { readField, readFlag } from '../../answers/read-envelope.ts';
import type { Exchange } from '../../catalog/exchange.ts';
import type { SocketCommand, SocketProtocol } from '../../catalog/socket.ts';
import type { Classification, Failure } from '../../types.ts';
import type { SocketReply } from './types.ts';

/** What a reply says of the command that it is tied to. `unclear`: neither that it was accepted nor that it was refused. */
export interface ReplyMeaning {
  readonly kind: 'accepted' | 'refused' | 'unclear';
  readonly judged: Classification;
}

const nothing: Failure = Object.freeze({
  ok: false,
  category: 'server',
  outcome: 'unknown',
  message: 'a reply came that says neither that the command was accepted nor that it was refused',
});

/** What a reply means that says nothing. */
export const unclear: ReplyMeaning = Object.freeze({ kind: 'unclear', judged: nothing });

/** Whether a reply has the name of a command: its own, or the one that replies to it have. */
export function isNamed({ name: rule }: SocketProtocol, reply: SocketReply, command: string): boolean {
  const { field, prefix = '', aliases } = rule;
  const name = readField(reply, field);
  return name === prefix + command || (aliases?.[command] !== undefined && name === aliases[command]);
}

/**
 * Reads a reply. Only one that says so was an acceptance: that a frame has the command's id proves no more than that it is
 * about the command.
 */
export function meaningOf(
  exchange: Exchange,
  protocol: SocketProtocol,
  command: { readonly name: string; readonly rule: SocketCommand },
  reply: SocketReply,
): ReplyMeaning {
  const { name, rule } = command;
  const judged = classify(exchange, { body: reply, transport: 'ws' });
  // What changes nothing, and has no word for it, is accepted where nothing is refused.
  if (rule.kind === 'read' && rule.accepted === undefined)
    return { kind: judged.ok ? 'accepted' : 'refused', judged };
  const isRight = isRightName(protocol, rule, reply, name);
  const isYes = hasWord(exchange, rule) ? saysYes(exchange, protocol, rule, reply, name) : judged.ok;
  if (isRight && isYes && judged.ok) return { kind: 'accepted', judged };
  if (isRight && !isYes && !judged.ok) return { kind: 'refused', judged };
  return unclear;
}

/** A refusal that names no command is right where the protocol has such; without `accepted` a name may be missing. */
function isRightName(
  protocol: SocketProtocol,
  { accepted }: SocketCommand,
  reply: SocketReply,
  name: string,
): boolean {
  const { refusal } = protocol;
  if (refusal !== undefined && readField(reply, refusal.field) === refusal.equals) return true;
  if (accepted === undefined && readField(reply, protocol.name.field) === undefined) return true;
  return isNamed(protocol, reply, name);
}

/** An exchange without a word for it accepts by refusing nothing. */
function hasWord({ ws, rest }: Exchange, { accepted }: SocketCommand): boolean {
  const { flags, ok } = ws ?? rest;
  return accepted !== undefined || flags.length > 0 || ok.length > 0;
}

function saysYes(
  { ws, rest, codes }: Exchange,
  protocol: SocketProtocol,
  { accepted }: SocketCommand,
  reply: SocketReply,
  name: string,
): boolean {
  const envelope = ws ?? rest;
  if (accepted !== undefined) return readFlag({ flags: [accepted] }, reply) === true;
  if (readFlag(envelope, reply) === true) return true;
  const found = envelope.code.map((field) => readField(reply, field)).find((code) => code !== undefined);
  const code = typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
  if (code !== undefined && (envelope.ok.includes(code) || codes.ws.get(code)?.category === 'success'))
    return true;
  // Where a refusal has a name of its own, the command's name is an acceptance.
  return protocol.refusal !== undefined && isNamed(protocol, reply, name);
}
