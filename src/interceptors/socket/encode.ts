import type { SocketCommand, SocketProtocol } from '../../catalog/socket.ts';
import type { SocketCommandBody } from './types.ts';

/** A command taken apart: what it is about goes through the gateway as a body, the rest waits here. */
export interface Parsed {
  readonly name: string;
  readonly rule: SocketCommand;
  /** All but payload and id. */
  readonly rest: SocketCommandBody;
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
  command: SocketCommandBody,
): Parsed {
  const { payload } = rule;
  const about = payload === undefined ? undefined : command[payload];
  const dropped = new Set([payload, protocol.id?.field]);
  return {
    name,
    rule,
    rest: Object.fromEntries(Object.entries(command).filter(([member]) => !dropped.has(member))),
    body: about === undefined ? undefined : JSON.stringify(about),
    elements: Array.isArray(about) ? about : undefined,
    ownId: protocol.id && command[protocol.id.field],
  };
}

/** The frame without its id. The payload's text is taken as it is. */
export function compose({ rest, rule: { payload } }: Parsed, body: string | undefined): string {
  return payload === undefined || body === undefined ? JSON.stringify(rest) : withMember(rest, payload, body);
}

function withMember(rest: SocketCommandBody, name: string, text: string): string {
  const head = JSON.stringify(rest).slice(0, -1);
  return `${head}${head.length > 1 ? ',' : ''}${JSON.stringify(name)}:${text}}`;
}

/** Puts the id in front, where a reader of the frame sees it. */
export function withId(protocol: SocketProtocol, frame: string, id: string): string {
  if (!protocol.id) return frame;
  const { field, type } = protocol.id;
  const comma = frame.startsWith('{}') ? '' : ',';
  return `{${JSON.stringify(field)}:${type === 'number' ? id : JSON.stringify(id)}${comma}${frame.slice(1)}`;
}

/** The time of sending, new for every attempt, in the members where the caller gave one. */
export function stamped(
  { stamps = [] }: SocketProtocol,
  body: string | undefined,
  timestamp: number,
): string | undefined {
  if (body === undefined || !stamps.some((name) => body.includes(`"${name}":`))) return body;
  const value: unknown = JSON.parse(body);
  const stamp = (item: unknown): unknown => {
    if (typeof item !== 'object' || item === null) return item;
    const own: Record<string, unknown> = { ...item };
    for (const name of stamps) {
      if (own[name] !== undefined) own[name] = typeof own[name] === 'string' ? String(timestamp) : timestamp;
    }
    return own;
  };
  return JSON.stringify(Array.isArray(value) ? value.map(stamp) : stamp(value));
}
