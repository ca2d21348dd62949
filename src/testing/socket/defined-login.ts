// Log-ins and refusals of a socket that is played from a definition.
import { commandOf, type Exchange, type Sign } from '../../internal.ts';
import { textOf } from '../execution-context.ts';
import type { Json } from '../json.ts';
import type { Refusal } from '../refusal.ts';
import { checkLogin, signed } from './check-command.ts';
import { badReply, bareReply } from './defined-replies.ts';
import type { CommandContext, CommandResult, SimCommand } from './dialect.ts';

export function logIn(
  exchange: Exchange,
  command: SimCommand,
  context: CommandContext,
  sign: Sign | undefined,
): CommandResult {
  const { socket } = exchange;
  const why = sign ? refusalOfLogin(exchange, command, context, sign) : undefined;
  if (why) return refused(exchange, why, command, context);
  context.session.isIn = true;
  const rule = commandOf(socket, command.name);
  return { replies: [bareReply({}, { exchange, command, rule, context })], executed: true };
}

function refusalOfLogin(
  exchange: Exchange,
  command: SimCommand,
  { session, serverAt }: CommandContext,
  sign: Sign,
): Refusal | undefined {
  const { socket, validity } = exchange;
  if (!socket) return undefined;
  if (socket.login?.greeting !== undefined) {
    const made = signed(exchange, sign, command.name, session.greeting ?? '', serverAt);
    return made === undefined || made === command.text ? undefined : 'signature';
  }
  const windowMs = validity?.forMs ?? 30_000;
  return checkLogin(exchange, socket, sign, command, (at) => Math.abs(serverAt - at) <= windowMs);
}

export function refused(
  exchange: Exchange,
  why: Refusal,
  command: SimCommand,
  context: CommandContext,
): CommandResult {
  const { login, token } = exchange.socket ?? {};
  // No session, or one that is over, has a code of its own where the definition names it.
  const ended = why === 'api-key' ? (login ?? token)?.expired?.[0] : undefined;
  const code = ended ?? context.dialect.words[why].code;
  return { replies: [refusalOf(exchange, code, command, context)], code, executed: false };
}

export function refusalOf(
  exchange: Exchange,
  code: string,
  command: SimCommand,
  context: CommandContext,
): Json {
  const rule = commandOf(exchange.socket, command.name);
  const entry = exchange.codes.ws.get(code);
  const isThrottle = entry?.category === 'rate-limit';
  return badReply(
    {
      code,
      text: wordsOf(code, context),
      status: isThrottle ? 429 : entry?.category === 'auth' ? 401 : 400,
      ...(isThrottle && context.waitMs !== undefined && { waitMs: context.waitMs }),
    },
    { exchange, command, rule, context },
  );
}

export function wordsOf(code: string | undefined, context: CommandContext): string {
  const { codes } = context.exchange;
  return code === undefined ? '' : (codes.ws.get(code)?.text ?? textOf({ code }, context));
}
