// Reads the commands of a socket that is played from a definition.
import {
  commandName,
  commandOf,
  type Exchange,
  overSocket,
  readClientOrderId,
  readSentOrder,
  requestFor,
  type SocketCommand,
  valueAt,
} from '../../internal.ts';
import { isRecord, type Json, printJson } from '../json.ts';
import type { SimCommand } from './dialect.ts';

/** The greeting of a connection, signed: its log-in. */
export function signedGreeting({ socket }: Exchange, text: string): SimCommand {
  return { name: socket?.login?.command ?? '', kind: 'read', fields: {}, clientOrderId: undefined, text };
}

/** Undefined for what is no command. */
export function readCommand(exchange: Exchange, value: Json | undefined): SimCommand | undefined {
  const { socket } = exchange;
  const name = isRecord(value) && socket ? commandName(socket, value) : undefined;
  if (!isRecord(value) || name === undefined) return undefined;
  const rule = commandOf(socket, name);
  const body = printJson(payloadOf(rule, value) ?? {});
  const { path } = requestFor(socket, { method: overSocket, path: `/${name}` }, () => body);
  const clientOrderId = rule.kind === 'read' ? undefined : readClientOrderId(exchange, { path, body });
  return {
    name,
    kind: rule.kind,
    fields: value,
    clientOrderId,
    sent: readSentOrder({ path, body }, exchange.paramsIn),
  };
}

export function payloadOf({ payload }: SocketCommand, fields: SimCommand['fields']): Json | undefined {
  return payload === undefined ? undefined : (valueAt(fields, payload) as Json | undefined);
}
