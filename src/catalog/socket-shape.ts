// The table that checks a socket protocol.

import { bad, isObject } from '../options/check-value.ts';
import {
  duration,
  fieldPath,
  flag,
  list,
  object,
  oneOf,
  only,
  pattern,
  record,
  required,
  text,
  union,
} from '../options/kinds.ts';
import type { Kind, Shape } from '../options/shape.ts';
import { routeKinds } from '../types.ts';
import { timeFieldShape } from './answer-shape.ts';
import type { SocketExpiry, SocketProtocol, SocketUsage } from './socket.ts';
import type {
  FieldValue,
  SocketCommand,
  SocketGathering,
  SocketId,
  SocketRequest,
  SocketResult,
} from './socket-command.ts';
import type { SocketLogin, SocketToken } from './socket-login.ts';

const pair: Kind = only(
  'two names, that of the element and that of the reply',
  (value) => Array.isArray(value) && value.length === 2 && value.every((name) => typeof name === 'string'),
);

const payload: Kind = only(
  'the name of a member, with `.0` at its end for the one element of a list, or a path of both',
  (value) => typeof value === 'string' && /^[^.]*[^.\d][^.]*(?:\.(?:0|[^.]*[^.\d][^.]*))*$/.test(value),
);

const requestShape: Shape<SocketRequest> = {
  method: required(text),
  path: required(text),
  host: text,
  list: flag,
  when: record(pattern),
};

const resultShape: Shape<SocketResult> = { of: fieldPath, at: required(fieldPath), besides: record(text) };

const fieldValueShape: Shape<FieldValue> = { field: required(fieldPath), equals: required(text) };

const gatheringShape: Shape<SocketGathering> = {
  list: list(text),
  match: required(list(pair)),
  missing: required(oneOf('unknown', 'covered')),
  patienceMs: duration({ min: 1 }),
};

const commandShape: Shape<SocketCommand> = {
  name: required(text),
  kind: required(oneOf(...routeKinds)),
  amends: flag,
  rest: union(object(requestShape), list(object(requestShape))),
  beside: record(fieldPath),
  id: object<NonNullable<SocketCommand['id']>>({ field: required(fieldPath), reply: fieldPath }),
  result: object(resultShape),
  names: record(text),
  payload,
  signed: flag,
  untagged: flag,
  named: fieldPath,
  subscribes: flag,
  undoes: text,
  channel: list(text),
  replaces: flag,
  accepted: union(fieldPath, object(fieldValueShape)),
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
  others: record(text),
  greeting: fieldPath,
  accepts: list(text),
  expired: list(text),
  silentMs: duration(),
};

const tokenShape: Shape<SocketToken> = {
  method: required(oneOf('GET', 'POST')),
  path: required(text),
  field: required(fieldPath),
  param: required(text),
  validMs: required(duration({ min: 1 })),
  expired: list(text),
};

const usageShape: Shape<SocketUsage> = {
  at: required(fieldPath),
  used: fieldPath,
  left: fieldPath,
  capacity: fieldPath,
  limits: required(
    list(object<SocketUsage['limits'][number]>({ limit: required(text), where: required(record(text)) })),
  ),
};

const stamp: Kind = only('an object with `header` or `param`, or with `at` and `unit`', (value) => {
  if (!isObject(value)) return false;
  const { header, param, at, unit, ...others } = value;
  const names = [header, param, at].filter((name) => name !== undefined);
  const isTimed = at === undefined ? unit === undefined : unit === 'ms' || unit === 's';
  const isNamed = names.length === 1 && names.every((name) => typeof name === 'string' && name !== '');
  return isNamed && isTimed && Object.keys(others).length === 0;
});

const time: Kind = union(fieldPath, object(timeFieldShape));

const idShape: Shape<SocketId> = {
  field: required(fieldPath),
  reply: fieldPath,
  type: required(oneOf('string', 'number')),
};

const nameShape: Shape<NonNullable<SocketProtocol['name']>> = {
  field: required(fieldPath),
  prefix: text,
  aliases: record(text),
};

const refusalShape: Shape<NonNullable<SocketProtocol['refusal']>> = {
  field: required(fieldPath),
  equals: text,
};

const socketShape: Shape<SocketProtocol> = {
  op: required(union(fieldPath, list(fieldPath))),
  id: object(idShape),
  ack: object(fieldValueShape),
  name: object(nameShape),
  marks: required(list(text)),
  clientOrderId: fieldPath,
  pushes: list(text),
  refusal: object(refusalShape),
  commands: required(list(object(commandShape))),
  login: object(loginShape),
  token: object(tokenShape),
  signs: oneOf('each'),
  stamp,
  headers: record(fieldPath),
  replyHeaders: union(fieldPath, record(fieldPath)),
  result: object(resultShape),
  usage: object(usageShape),
  stamps: list(text),
  expiry: object(expiryShape),
  time,
};

/** @throws {TypeError} for what cannot be meant together. */
export const socketKind: Kind = object<SocketProtocol>(
  socketShape,
  ({ op, id, commands, login, token, headers, stamp }, place) => {
    if (op.length === 0) throw bad(`${place.path}op`, op, 'one path at least', place);
    const tied = id ? undefined : commands.findIndex((one) => one.id !== undefined);
    if (tied !== undefined && tied >= 0)
      throw bad(
        `${place.path}commands[${tied}].id`,
        commands[tied]?.id,
        'nothing: `id` says what ids are',
        place,
      );
    if (token && login) throw bad(`${place.path}token`, token, 'the place of `login`: one of the two', place);
    if (stamp && 'header' in stamp && headers?.[stamp.header] === undefined)
      throw bad(`${place.path}stamp.header`, stamp.header, 'one of the names in `headers`', place);
  },
);
