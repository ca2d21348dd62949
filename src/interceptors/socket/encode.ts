// Commands on their way out, written as frames.
import { parseExact, printExact } from '../../catalog/exact-json.ts';
import { valueAt } from '../../catalog/field.ts';
import { putAt, putMember } from '../../catalog/put-at.ts';
import type { SocketExpiry, SocketProtocol } from '../../catalog/socket.ts';
import type { SocketCommand, SocketId } from '../../catalog/socket-command.ts';
import { isObject } from '../../options/check-value.ts';
import type { ParsedCommand } from './parse-command.ts';
import type { SocketReply } from './types.ts';

/**
 * The frame without its id.
 * @param body the payload as text, taken as it is.
 * @param headers what the members say that stand for headers, by the names of those
 */
export function encode(
  protocol: SocketProtocol,
  { rest, rule, headers: given }: ParsedCommand,
  body: string | undefined,
  headers: Readonly<Record<string, string>> = given,
): string {
  const changed = Object.entries(headers).filter(([name, text]) => text !== given[name]);
  const others = withHeaders(protocol, rest, Object.fromEntries(changed));
  if (rule.payload === undefined || body === undefined) return others;
  return spliced(JSON.parse(others), rule.payload.split('.'), body);
}

/** The JSON of a value with text put in at a path, as it is: behind the other members of each object on the way. */
function spliced(value: unknown, [step, ...steps]: readonly string[], text: string): string {
  if (step === undefined) return text;
  if (step === '0') return `[${spliced(Array.isArray(value) ? value[0] : undefined, steps, text)}]`;
  const { [step]: inner, ...others } = isObject(value) ? value : {};
  const head = JSON.stringify(others).slice(0, -1);
  return `${head}${head.length > 1 ? ',' : ''}${JSON.stringify(step)}:${spliced(inner, steps, text)}}`;
}

function withHeaders(
  { headers: places = {} }: SocketProtocol,
  rest: string,
  headers: Readonly<Record<string, string>>,
): string {
  const known = Object.entries(places).filter(([name]) => headers[name] !== undefined);
  if (known.length === 0) return rest;
  const command: object = JSON.parse(rest);
  return JSON.stringify(
    known.reduce<object>((made, [name, path]) => putMember(made, path, headers[name]), command),
  );
}

/** The command without its payload, with the time of sending where it has a place of its own. */
export function withStamp({ stamp }: SocketProtocol, rest: string, timestamp: number): string {
  if (!stamp || !('at' in stamp)) return rest;
  const time = Math.trunc(stamp.unit === 's' ? timestamp / 1000 : timestamp);
  return JSON.stringify(putAt(JSON.parse(rest), stamp.at, time));
}

/** The time of sending in the headers of a command of the account's. */
export function stampedHeaders(
  { stamp }: SocketProtocol,
  headers: Readonly<Record<string, string>>,
  timestamp: number,
): Readonly<Record<string, string>> {
  if (!stamp || !('header' in stamp)) return headers;
  return { ...headers, [stamp.header]: String(Math.trunc(timestamp)) };
}

/** The payload with a member put in, digits of long numbers kept. */
export function withMember(
  body: string | undefined,
  name: string,
  value: string | number,
): string | undefined {
  const given = body === undefined ? {} : parseExact(body);
  if (!isObject(given)) return body;
  return printExact({ ...given, [name]: value });
}

const firstMember = /^\{"[^"]*":(?:"(?:[^"\\]|\\.)*"|[^,}[{]*),?/;

/** The frame with the id as its first member. */
export function withId(protocol: SocketProtocol, rule: SocketCommand, frame: string, id: string): string {
  if (!protocol.id) return frame;
  const { field, type } = { ...protocol.id, ...rule.id };
  if (field.includes('.'))
    return printExact(putAt(parseExact(frame), field, type === 'number' ? Number(id) : id));
  const name = JSON.stringify(field);
  // A signer may have named the command for itself.
  const bare = frame.startsWith(`{${name}:`) ? frame.replace(firstMember, '{') : frame;
  const comma = bare.startsWith('{}') ? '' : ',';
  return `{${name}:${type === 'number' ? id : JSON.stringify(id)}${comma}${bare.slice(1)}`;
}

/**
 * The payload with the time of sending, new for every attempt: in the members where the caller gave one, and in every
 * element of a command that the exchange lets expire.
 * @param timestamp on the exchange's clock, in milliseconds since 1970.
 */
export function stamped(
  { stamps = [], expiry }: SocketProtocol,
  rule: SocketCommand,
  body: string | undefined,
  timestamp: number,
): string | undefined {
  if (body === undefined) return body;
  const own = rule.expires ? expiry : undefined;
  if (!own && !stamps.some((name) => body.includes(`"${name}":`))) return body;
  const value: unknown = JSON.parse(body);
  const stamp = (item: unknown): unknown => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
    const given: Record<string, unknown> = { ...item };
    for (const name of stamps) {
      if (given[name] !== undefined)
        given[name] = typeof given[name] === 'string' ? String(timestamp) : timestamp;
    }
    return own ? withExpiry(given, own, timestamp) : given;
  };
  return JSON.stringify(Array.isArray(value) ? value.map(stamp) : stamp(value));
}

/** What the caller gave stays: a time without a window has the exchange's own. */
function withExpiry(item: Record<string, unknown>, expiry: SocketExpiry, timestamp: number): object {
  if (item[expiry.time] !== undefined) return item;
  return { ...item, [expiry.time]: timestamp, [expiry.window]: item[expiry.window] ?? expiry.windowMs };
}

/** A reply with the caller's own id in place of ours: in itself, and in each reply to a batch. */
export function withOwnId(
  reply: SocketReply,
  { field, reply: path = field }: Omit<SocketId, 'type'>,
  ownId: unknown,
): SocketReply {
  const own = (one: unknown): unknown => (valueAt(one, path) === undefined ? one : putAt(one, path, ownId));
  const { replies } = reply;
  return {
    ...reply,
    ...Object(own(reply)),
    ...(Array.isArray(replies) && { replies: replies.map(own) }),
  };
}

/** Whether nothing is put into a command that its caller did not put there. */
export function keepsBytes(
  { signs, token, stamp, stamps = [] }: SocketProtocol,
  { expires }: SocketCommand,
): boolean {
  return !signs && !token && !stamp && stamps.length === 0 && !expires;
}
