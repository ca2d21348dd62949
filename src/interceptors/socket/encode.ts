// Commands on their way out: taken apart for the gateway, and written as frames.
import type { SocketCommand, SocketExpiry, SocketProtocol } from '../../catalog/socket.ts';
import type { SocketReply } from './types.ts';

/** A command taken apart. The payload goes through the gateway as a body. All of it is a copy. */
export interface ParsedCommand {
  readonly name: string;
  readonly rule: SocketCommand;
  /** All members but payload and id, as JSON. */
  readonly rest: string;
  /** The payload as text; undefined where there is none. */
  readonly body: string | undefined;
  readonly elements: readonly unknown[] | undefined;
  /** The id that the caller put in: the reply gets it back. */
  readonly ownId: unknown;
}

export function parseCommand(
  protocol: SocketProtocol,
  rule: SocketCommand,
  name: string,
  command: object,
): ParsedCommand {
  const { payload } = rule;
  const dropped = new Set([payload, protocol.id?.field]);
  const members = Object.entries(command);
  const rest = Object.fromEntries(members.filter(([member]) => !dropped.has(member)));
  const about: unknown = payload === undefined ? undefined : Reflect.get(command, payload);
  const body = about === undefined ? undefined : JSON.stringify(about);
  return {
    name,
    rule,
    rest: JSON.stringify(rest),
    body,
    // From the text: the caller may use its own object again before the reply comes.
    elements: Array.isArray(about) && body !== undefined ? listOf(body) : undefined,
    ownId: protocol.id && Reflect.get(command, protocol.id.field),
  };
}

function listOf(text: string): readonly unknown[] {
  const value: unknown = JSON.parse(text);
  return Array.isArray(value) ? value : [];
}

/** The frame without its id. @param body the payload as text, taken as it is. */
export function encode({ rest, rule: { payload } }: ParsedCommand, body: string | undefined): string {
  if (payload === undefined || body === undefined) return rest;
  const head = rest.slice(0, -1);
  return `${head}${head.length > 1 ? ',' : ''}${JSON.stringify(payload)}:${body}}`;
}

/** The frame with the id as its first member. */
export function withId(protocol: SocketProtocol, frame: string, id: string): string {
  if (!protocol.id) return frame;
  const { field, type } = protocol.id;
  const comma = frame.startsWith('{}') ? '' : ',';
  return `{${JSON.stringify(field)}:${type === 'number' ? id : JSON.stringify(id)}${comma}${frame.slice(1)}`;
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
export function withOwnId(reply: SocketReply, field: string, ownId: unknown): SocketReply {
  const own = (one: unknown): unknown =>
    typeof one === 'object' && one !== null && field in one ? { ...one, [field]: ownId } : one;
  const { replies } = reply;
  return {
    ...reply,
    ...(field in reply && { [field]: ownId }),
    ...(Array.isArray(replies) && { replies: replies.map(own) }),
  };
}
