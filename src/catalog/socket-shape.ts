// The table that checks a socket protocol.
import {
  duration,
  fieldPath,
  flag,
  list,
  object,
  oneOf,
  only,
  record,
  required,
  text,
} from '../options/kinds.ts';
import type { Kind, Shape } from '../options/shape.ts';
import { routeKinds } from '../types.ts';
import type { SocketCommand, SocketExpiry, SocketGathering, SocketLogin, SocketProtocol } from './socket.ts';

const pair: Kind = only(
  'two names, that of the element and that of the reply',
  (value) => Array.isArray(value) && value.length === 2 && value.every((name) => typeof name === 'string'),
);

const gatheringShape: Shape<SocketGathering> = {
  match: required(list(pair)),
  missing: required(oneOf('unknown', 'covered')),
  patienceMs: duration({ min: 1 }),
};

const commandShape: Shape<SocketCommand> = {
  name: required(text),
  kind: required(oneOf(...routeKinds)),
  amends: flag,
  payload: text,
  signed: flag,
  subscribes: flag,
  undoes: text,
  channel: list(text),
  replaces: flag,
  accepted: fieldPath,
  expires: flag,
  gathers: object(gatheringShape),
};

const expiryShape: Shape<SocketExpiry> = {
  time: required(text),
  window: required(text),
  windowMs: required(duration({ min: 1 })),
};

const loginShape: Shape<SocketLogin> = {
  command: required(text),
  accepts: list(text),
  expired: list(text),
  silentMs: duration(),
};

const idShape: Shape<NonNullable<SocketProtocol['id']>> = {
  field: required(fieldPath),
  type: required(oneOf('string', 'number')),
};

const nameShape: Shape<SocketProtocol['name']> = {
  field: required(fieldPath),
  prefix: text,
  aliases: record(text),
};

const refusalShape: Shape<NonNullable<SocketProtocol['refusal']>> = {
  field: required(fieldPath),
  equals: required(text),
};

export const socketShape: Shape<SocketProtocol> = {
  op: required(text),
  id: object(idShape),
  name: required(object(nameShape)),
  marks: required(list(text)),
  clientOrderId: fieldPath,
  pushes: list(text),
  refusal: object(refusalShape),
  commands: required(list(object(commandShape))),
  login: object(loginShape),
  stamps: list(text),
  expiry: object(expiryShape),
  time: fieldPath,
};
