// Commands as they come in: taken apart for the gateway.
import { textOf } from '../../catalog/exact-json.ts';
import { valueAt } from '../../catalog/field.ts';
import type { SocketCommand, SocketGathering, SocketProtocol } from '../../catalog/socket.ts';
import { bad } from '../../options/check-value.ts';

/** A command taken apart. The payload goes through the gateway as a body. All of it is a copy. */
export interface ParsedCommand {
  readonly name: string;
  readonly rule: SocketCommand;
  /** All members but payload and id, as JSON. */
  readonly rest: string;
  /** The payload as text; undefined where there is none. */
  readonly body: string | undefined;
  /** What its members say that stand for headers, by the names of those. */
  readonly headers: Readonly<Record<string, string>>;
  readonly elements: readonly unknown[] | undefined;
  /** The id that the caller put in: the reply gets it back. */
  readonly ownId: unknown;
}

/** @throws {TypeError} for a list of several where the command takes one. */
export function parseCommand(
  protocol: SocketProtocol,
  rule: SocketCommand,
  name: string,
  command: object,
): ParsedCommand {
  const { root, isOne } = payloadPlace(rule);
  const dropped = new Set([root, protocol.id?.field]);
  const members = Object.entries(command);
  const rest = Object.fromEntries(members.filter(([member]) => !dropped.has(member)));
  const given: unknown = root === undefined ? undefined : Reflect.get(command, root);
  const about = isOne ? onlyElement(given, `command.${root}`, name) : given;
  const body = about === undefined ? undefined : JSON.stringify(about);
  return {
    name,
    rule,
    rest: JSON.stringify(rest),
    body,
    headers: headersIn(protocol, rest),
    // From the text: the caller may use its own object again before the reply comes.
    elements: elementsOf(rule.gathers, body),
    ownId: protocol.id && Reflect.get(command, protocol.id.field),
  };
}

/** The member that holds the payload, and whether the payload is the one element of the list there. */
export function payloadPlace({ payload }: SocketCommand): {
  readonly root: string | undefined;
  readonly isOne: boolean;
} {
  const isOne = payload?.endsWith('.0') ?? false;
  return { root: isOne ? payload?.slice(0, -2) : payload, isOne };
}

function onlyElement(value: unknown, option: string, name: string): unknown {
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.length === 1) return value[0];
  throw bad(option, value, `a list of one element, for ${name}`);
}

/** The elements of a payload that is a list, or has one; undefined for one that is or has none. */
export function elementsOf(
  gathers: SocketGathering | undefined,
  body: string | undefined,
): readonly unknown[] | undefined {
  if (body === undefined || !/^\s*[[{]/.test(body)) return undefined;
  const value: unknown = JSON.parse(body);
  const lists = gathers?.list?.map((member) => valueAt(value, member)) ?? [value];
  const list: unknown = lists.find(Array.isArray);
  return Array.isArray(list) ? list : undefined;
}

function headersIn({ headers = {} }: SocketProtocol, command: object): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, path]) => {
      const text = textOf(valueAt(command, path));
      return text === undefined ? [] : [[name, text]];
    }),
  );
}
