// Commands as they come in: taken apart for the gateway.
import { textOf } from '../../catalog/exact-json.ts';
import { valueAt } from '../../catalog/field.ts';
import { putMember } from '../../catalog/put-at.ts';
import type { SocketProtocol } from '../../catalog/socket.ts';
import type { SocketCommand, SocketGathering } from '../../catalog/socket-command.ts';
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
  /** Parameters that stand beside the payload, as a query. */
  readonly query: string;
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
  const { payload } = rule;
  if (payload !== undefined) checkLists(command, payload, name);
  const about = payload === undefined ? undefined : valueAt(command, payload);
  const body = about === undefined ? undefined : JSON.stringify(about);
  const root = payload?.split('.')[0];
  const dropped = new Set([
    protocol.id?.field,
    payload === root || payload === `${root}.0` ? root : undefined,
  ]);
  const members = Object.entries(command).filter(([member]) => !dropped.has(member));
  // Of a payload that stands deeper, what stands beside it stays.
  const isDeep = payload !== undefined && !dropped.has(root);
  const own = Object.fromEntries(members);
  const rest = isDeep && body !== undefined ? putMember(own, payload, undefined) : own;
  return {
    name,
    rule,
    rest: JSON.stringify(rest),
    body,
    headers: headersIn(protocol, rest),
    query: queryOf(rule, command),
    // From the text: the caller may use its own object again before the reply comes.
    elements: elementsOf(rule.gathers, body),
    ownId: protocol.id && valueAt(command, (rule.id ?? protocol.id).field),
  };
}

/** A place in a list is that of its one element. */
function checkLists(command: object, payload: string, name: string): void {
  const steps = payload.split('.');
  for (const [at, step] of steps.entries()) {
    const path = steps.slice(0, at).join('.');
    const value = step === '0' ? valueAt(command, path) : undefined;
    if (value !== undefined && !(Array.isArray(value) && value.length === 1))
      throw bad(`command.${path}`, value, `a list of one element, for ${name}`);
  }
}

function queryOf({ beside = {} }: SocketCommand, command: object): string {
  const pairs = Object.entries(beside).flatMap(([name, path]) => {
    const text = textOf(valueAt(command, path));
    return text === undefined || text === '' ? [] : [[name, text]];
  });
  return new URLSearchParams(pairs).toString();
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
