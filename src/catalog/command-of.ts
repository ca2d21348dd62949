// What a protocol knows of a command: its name, its rule, its log-in, and the request that it stands for.
import { parseExact, textOf } from './exact-json.ts';
import { valueAt } from './field.ts';
import { readSentOrder } from './sent-order.ts';
import { overSocket, type SocketProtocol } from './socket.ts';
import type { SocketCommand, SocketRequest } from './socket-command.ts';

/** The paths of what names a command. */
export function namePaths({ op }: Pick<SocketProtocol, 'op'>): readonly string[] {
  return typeof op === 'string' ? [op] : op;
}

/** The name of a command; undefined where its first part is missing. */
export function commandName(protocol: Pick<SocketProtocol, 'op'>, command: object): string | undefined {
  const [first, ...others] = namePaths(protocol).map((path) => valueAt(command, path));
  if (typeof first !== 'string' || first === '') return undefined;
  return [first, ...others.filter((part) => typeof part === 'string' && part !== '')].join('.');
}

/** What a command may do. One that the profile lacks may change everything. */
export function commandOf(protocol: SocketProtocol | undefined, name: string): SocketCommand {
  const known = protocol?.commands.find((one) =>
    one.name.endsWith('.') ? name.startsWith(one.name) : one.name === name,
  );
  if (known) return known;
  return { name, kind: isLogin(protocol, name) ? 'read' : 'write' };
}

/** The log-in that a command waits for. */
export function loginOf({ login }: SocketProtocol, name: string): string | undefined {
  const own = Object.entries(login?.others ?? {}).find(([beginning]) => name.startsWith(beginning));
  return own?.[1] ?? login?.command;
}

export function isLogin(protocol: SocketProtocol | undefined, name: string): boolean {
  const { command, others = {} } = protocol?.login ?? {};
  return name === command || Object.values(others).includes(name);
}

/** The requests that a command may stand for. */
export function requestsOf({ rest = [] }: SocketCommand): readonly SocketRequest[] {
  return 'path' in rest ? [rest] : rest;
}

/** Where the first of them goes: tables of codes are told apart by that. Undefined where a command stands for no request. */
export function commandUrl(rule: SocketCommand): string | undefined {
  const [request] = requestsOf(rule);
  return request && `http://${request.host ?? 'command.invalid'}${request.path}`;
}

/** That for which a command with this payload stands, its path filled in as far as the payload says; undefined for none. */
export function requestOf(rule: SocketCommand, payload: () => string | undefined): SocketRequest | undefined {
  const requests = requestsOf(rule);
  const [only] = requests;
  if (requests.length <= 1 && !only?.path.includes('{') && !only?.when && only?.list === undefined)
    return only;
  const body = payload();
  const isList = Array.isArray(body === undefined ? undefined : parseExact(body));
  const { fields } = readSentOrder({ path: '', body });
  const found = requests.find(
    ({ list = isList, when = {} }) =>
      list === isList &&
      Object.entries(when).every(([name, pattern]) => pattern.test(textOf(fields[name]) ?? '')),
  );
  return found && { ...found, path: filled(found.path, fields) };
}

/** A place that nothing fills stays: no id looks like it. */
function filled(path: string, fields: Readonly<Record<string, unknown>>): string {
  return path.replace(/\{([^}]+)\}/g, (place, name: string) => {
    const text = textOf(fields[name]);
    return text === undefined || text === '' ? place : encodeURIComponent(text);
  });
}

/**
 * The request over REST that a command stands for, by which limits, orders and look-ups know it; any other request, and a
 * command that stands for none, as it is.
 * @param payload of the command, asked for where the request depends on it
 */
export function requestFor(
  protocol: SocketProtocol | undefined,
  sent: RequestName,
  payload: () => string | undefined,
): RequestName {
  if (sent.method !== overSocket) return sent;
  return requestOf(commandOf(protocol, sent.path.slice(1)), payload) ?? sent;
}

/** By what the rules of an exchange know a request. */
interface RequestName {
  readonly method: string;
  readonly path: string;
}
