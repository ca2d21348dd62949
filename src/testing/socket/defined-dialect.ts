// Plays an exchange's commands over WebSocket from its definition.
import {
  classify,
  commandOf,
  type Exchange,
  isLogin,
  isRead,
  requestOf,
  type Sign,
  type SocketCommand,
  valueAt,
} from '../../internal.ts';
import { isReplay } from '../check-signed.ts';
import { put } from '../definition/record.ts';
import type { Call } from '../dialect.ts';
import type { DraftAnswer } from '../distort.ts';
import { execute, namedOrders } from '../execute.ts';
import { isRecord, type Json, parseExact, printJson, scalars } from '../json.ts';
import { toCall } from '../to-call.ts';
import { checkCommand } from './check-command.ts';
import { logIn, refusalOf, refused, wordsOf } from './defined-login.ts';
import { ackReply, badReply, bareReply, goodReply } from './defined-replies.ts';
import type { CommandContext, CommandResult, SimCommand, SocketDialect } from './dialect.ts';
import { payloadOf, readCommand, signedGreeting } from './read-command.ts';

/**
 * A command is carried out as the request that it stands for, and the answer is put into a reply. What no request stands behind
 * is accepted.
 * @param sign that of the bot, whose signatures are made anew and compared; undefined: they are not checked
 */
export function definedDialect(
  exchange: Exchange,
  throttle: string,
  sign: Sign | undefined,
): SocketDialect | undefined {
  const { socket } = exchange;
  if (!socket?.commands.some(({ rest }) => rest !== undefined)) return undefined;
  const { greeting } = socket.login ?? {};
  return {
    id: exchange.id,
    throttle,
    echo: socket.id?.reply ?? socket.id?.field,
    ...(greeting !== undefined && {
      greeting: (now: number) => put({ timestamp: now }, greeting, 'session-of-simulateExchange'),
    }),
    read: (value, text) =>
      value === undefined && greeting !== undefined
        ? signedGreeting(exchange, text)
        : readCommand(exchange, value),
    carryOut: (command, context) => carryOut(exchange, command, context, sign),
    refuse: (code, command, context) => refusalOf(exchange, code, command, context),
  };
}

function carryOut(
  exchange: Exchange,
  command: SimCommand,
  context: CommandContext,
  sign: Sign | undefined,
): CommandResult {
  const { socket } = exchange;
  const rule = commandOf(socket, command.name);
  if (isLogin(socket, command.name)) return logIn(exchange, command, context, sign);
  const payload = payloadOf(rule, command.fields);
  const why = (rule.signed ?? true) ? checkCommand(exchange, command, payload, context, sign) : undefined;
  if (why) return refused(exchange, why, command, context);
  if (!rule.rest) {
    const at = { exchange, command, rule, context };
    return { replies: [bareReply({ serverTime: context.serverAt }, at)], executed: rule.kind !== 'read' };
  }
  const isAcked = rule.kind === 'order' && rule.amends !== true;
  const ack = isAcked ? ackReply(payload, { exchange, command, rule, context }) : undefined;
  const results = elementsOf(rule, payload).map((element) => one(exchange, command, rule, element, context));
  const failed = results.find(({ code }) => code !== undefined);
  return {
    replies: [...(ack === undefined ? [] : [ack]), ...results.flatMap(({ replies }) => replies)],
    code: failed?.code,
    executed: results.some(({ executed }) => executed),
  };
}

/** A payload for each element that is answered for itself. */
function elementsOf({ gathers }: SocketCommand, payload: Json | undefined): readonly (Json | undefined)[] {
  const fields = isRecord(payload) ? payload : {};
  const list = gathers?.list?.find((name) => Array.isArray(fields[name]));
  const elements = list === undefined ? undefined : fields[list];
  return list === undefined || !Array.isArray(elements)
    ? [payload]
    : elements.map((element: Json) => ({ ...fields, [list]: [element] }));
}

function one(
  exchange: Exchange,
  command: SimCommand,
  rule: SocketCommand,
  payload: Json | undefined,
  context: CommandContext,
): CommandResult {
  const call = toRequest(exchange, command, rule, payload, context);
  // Elsewhere the log-in alone has one.
  if (exchange.repeat === 'same-bytes' && call.signed && isReplay(call, context.dialect, context.nonces))
    return refused(exchange, 'replay', command, context);
  const draft = execute(call, namedOrders(call, context.dialect), context);
  const at = { exchange, command, rule, context };
  const { status, text, code, executed } = draft;
  if (!isGood(exchange, call, draft))
    return {
      replies: [badReply({ code: code ?? '', text: wordsOf(code, context), status }, at)],
      code,
      executed,
    };
  const reply = goodReply(parseExact(text) ?? {}, at);
  const named = rule.gathers ? { ...(reply as object), ...namesOf(payload) } : reply;
  return { replies: [named as Json], code, executed };
}

/** The names of the one element of a command that is answered element by element, where a record would have them. */
function namesOf(payload: Json | undefined): { readonly result?: Json } {
  const lists = isRecord(payload) ? Object.entries(payload).filter(([, value]) => Array.isArray(value)) : [];
  const named = lists.map(([name, value]) => [name, Array.isArray(value) ? (value[0] ?? null) : null]);
  return named.length === 0 ? {} : { result: Object.fromEntries(named) };
}

/** An answer to a batch is good though items of it were refused. */
function isGood(
  exchange: Exchange,
  { method, path }: Call,
  { status, text, executed }: DraftAnswer,
): boolean {
  if (executed) return true;
  const url = `https://exchange.invalid${path}`;
  const read = classify(exchange, { status, body: text, method, url });
  return read.ok || read.items !== undefined;
}

function toRequest(
  { socket }: Exchange,
  { name, fields }: SimCommand,
  rule: SocketCommand,
  payload: Json | undefined,
  { dialect }: CommandContext,
): Call {
  const { names = {}, beside = {} } = rule;
  const { method, path } = requestOf(rule, () => printJson(payload ?? {})) ?? { method: 'POST', path: '/' };
  const others = Object.entries(beside).map(([param, at]) => [param, valueAt(fields, at) as Json]);
  const own = isRecord(payload)
    ? { ...renamed(withoutKeys(payload, socket?.token?.param), names), ...Object.fromEntries(others) }
    : (payload ?? {});
  const isInQuery = isRead(method) || method === 'DELETE';
  const query = isInQuery ? new URLSearchParams([...scalars(own)]).toString() : '';
  const call = toCall(dialect, { method, path, query, body: isInQuery ? '' : printJson(own) });
  return { ...call, command: `/${name}` };
}

/** With the names of the request, in what it holds as well; a list of one text is that text. */
function renamed(
  fields: SimCommand['fields'],
  names: Readonly<Record<string, string>>,
): SimCommand['fields'] {
  const isPlain = Object.keys(names).length === 0;
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const [only, ...others] = Array.isArray(value) ? value : [];
      const inner = isRecord(value)
        ? renamed(value, names)
        : Array.isArray(value)
          ? value.map((one: Json) => (isRecord(one) ? renamed(one, names) : one))
          : value;
      const isOne = !isPlain && only !== undefined && others.length === 0 && !isRecord(only);
      return [names[name] ?? name, isOne ? only : inner];
    }),
  );
}

/** What a signer puts in is no part of an order. */
function withoutKeys(payload: SimCommand['fields'], token: string | undefined): SimCommand['fields'] {
  const members = Object.entries(payload).filter(([name]) => !/^(?:apiKey|signature)$/.test(name));
  return Object.fromEntries(members.filter(([name]) => name !== token));
}
