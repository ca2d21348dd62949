// Replies of commands that are played from a definition.
import { type Exchange, isObject, type SocketCommand, sizeOf, toReply, valueAt } from '../../internal.ts';
import { codeIn, scalarOf } from '../definition/marks.ts';
import { put, type RecordFields } from '../definition/record.ts';
import type { Usage } from '../dialect.ts';
import type { Json } from '../json.ts';
import type { CommandContext, SimCommand } from './dialect.ts';

/** What of a reply is the same whatever it says. */
interface Surroundings {
  readonly exchange: Exchange;
  readonly command: SimCommand;
  readonly rule: SocketCommand;
  readonly context: CommandContext;
}

/** A good reply, made of the body that the request would have been answered with. */
export function goodReply(body: Json, at: Surroundings): Json {
  const made = toReply(at.exchange, at.command.name, JSON.stringify(body));
  return around(isObject(made) ? (made as RecordFields) : {}, at);
}

/** That a command was received: what follows says what became of it. */
export function ackReply(payload: Json | undefined, at: Surroundings): Json | undefined {
  const { ack, result } = at.exchange.socket ?? {};
  if (!ack || !result) return undefined;
  const said = put(named(at, true), ack.field, ack.equals === 'true' ? true : ack.equals);
  return around(put(said, result.at, payload ?? null), at);
}

/** A reply to a command that no request stands behind. */
export function bareReply(result: RecordFields, at: Surroundings): Json {
  const { exchange, rule } = at;
  const envelope = exchange.ws ?? exchange.rest;
  const { ok, flags, status, code } = envelope;
  const place = (rule.result ?? exchange.socket?.result)?.at;
  let reply: RecordFields = named(at, true);
  if (ok[0] !== undefined) reply = put(reply, code[0] ?? 'code', codeIn(envelope, ok[0]));
  else if (flags[0] !== undefined) reply = put(reply, flags[0], true);
  if (status !== undefined) reply = put(reply, status, 200);
  if (place !== undefined && rule.named === undefined) reply = put(reply, place, result);
  return around(reply, at);
}

/** A refusal of the whole command, in the words of the envelope. */
export function badReply(
  { code, text, status, waitMs }: { code: string; text: string; status: number; waitMs?: number },
  at: Surroundings,
): Json {
  const { exchange, context } = at;
  const envelope = exchange.ws ?? exchange.rest;
  const { besides = {} } = at.rule.result ?? exchange.socket?.result ?? {};
  let reply: RecordFields = at.rule.rest ? writtenIn(besides) : {};
  reply = { ...reply, ...named(at, false) };
  if (envelope.ok.length === 0 && envelope.flags[0] !== undefined)
    reply = put(reply, envelope.flags[0], false);
  if (envelope.status !== undefined) reply = put(reply, envelope.status, status);
  const [codeAt = 'code'] = envelope.code;
  const [textAt = 'message'] = envelope.message;
  reply = put(reply, codeAt, codeIn(envelope, code));
  if (textAt !== codeAt) reply = put(reply, textAt, text);
  const mark = envelope.failure?.find(({ equals }) => equals !== undefined);
  if (mark) reply = put(reply, mark.field, mark.equals);
  const wait = exchange.waits.find(({ field, unit }) => field !== undefined && unit === 'instant');
  if (wait?.field !== undefined && waitMs !== undefined)
    reply = put(reply, wait.field, context.serverAt + waitMs);
  return around(reply, at);
}

function writtenIn(members: Readonly<Record<string, string>>): RecordFields {
  return Object.entries(members).reduce<RecordFields>((made, [path, value]) => put(made, path, value), {});
}

function named(
  { exchange: { socket }, command: { name }, rule }: Surroundings,
  isGood: boolean,
): RecordFields {
  const own = rule.named ?? socket?.name?.field;
  if (own === undefined) return {};
  const { refusal } = socket ?? {};
  const said =
    !isGood && refusal?.field === own ? refusal.equals : rule.named === undefined ? name : rule.name;
  return put({}, own, said?.replace(/\.$/, ''));
}

/** The id, the limits and the time: what stands in every reply. */
function around(reply: RecordFields, { exchange, command, rule, context }: Surroundings): Json {
  const { socket } = exchange;
  if (!socket) return reply;
  const { id, replyHeaders, usage } = socket;
  const told = context.usage ?? [];
  const tie = rule.id ?? id;
  const sentId = tie && (valueAt(command.fields, tie.field) ?? null);
  const tied = tie && rule.untagged !== true ? put(reply, tie.reply ?? tie.field, sentId as Json) : reply;
  const headers = context.dialect.headers?.(told, context.serverAt) ?? {};
  const withHeaders =
    typeof replyHeaders === 'object'
      ? Object.entries(replyHeaders).reduce((made, [name, path]) => put(made, path, headers[name]), tied)
      : replyHeaders === undefined
        ? tied
        : put(tied, replyHeaders, { ...headers, Timenow: String(context.serverAt) });
  return usage
    ? { ...withHeaders, [usage.at]: usage.limits.flatMap((one) => element(exchange, one, told)) }
    : withHeaders;
}

function element(
  { limits, socket }: Exchange,
  { limit, where }: { readonly limit: string; readonly where: Readonly<Record<string, string>> },
  usage: readonly Usage[],
): readonly Json[] {
  const used = usage.find(({ name }) => name === limit);
  const rule = limits.find(({ name }) => name === limit);
  const { used: usedAt, capacity } = socket?.usage ?? {};
  if (!used || !rule || usedAt === undefined) return [];
  const facts = Object.entries(where).map(([name, value]) => [name, scalarOf(value)] as const);
  return [
    {
      ...Object.fromEntries(facts),
      ...(capacity === undefined ? {} : { [capacity]: sizeOf(rule).capacity }),
      [usedAt]: used.used,
    },
  ];
}
