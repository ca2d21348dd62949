// One table per option object that describes faults.
import {
  bad,
  duration,
  flag,
  func,
  type Kind,
  list,
  number,
  object,
  oneOf,
  type Place,
  pathPattern,
  required,
  routeKinds,
  type Shape,
  text,
  union,
  withDefault,
} from '../internal.ts';
import { actions } from './dialect.ts';
import {
  type FailNextOptions,
  type Fault,
  type FaultPattern,
  type FaultTable,
  faultKinds,
} from './faults.ts';
import { type SocketFault, type SocketFaultTable, socketFaultKinds } from './socket/faults.ts';

const share = number({ min: 0, max: 1 });

const faultShape: Shape<Fault> = {
  kind: required(oneOf(...faultKinds)),
  code: text,
  delayMs: duration(),
  retryAfterMs: duration(),
  items: list(number({ min: 0, integer: true })),
  executed: flag,
  executedAfterMs: duration(),
};

/** What refuses nothing else cannot refuse single items. */
function checkFault({ kind, items }: Fault, place: Place): void {
  if (items && kind !== 'code' && kind !== 'throttle')
    throw bad(`${place.path}items`, items, "nothing but beside kind 'code' or 'throttle'", place);
}
export const fault: Kind = union(oneOf(...faultKinds), object(faultShape, checkFault));

const patternShape: Shape<FaultPattern> = {
  method: text,
  path: pathPattern,
  kind: oneOf(...routeKinds),
  action: oneOf(...actions),
};
const match: Kind = union(object(patternShape), func);

export const faultTableShape: Shape<FaultTable> = {
  rate: required(share),
  kinds: list(fault, atLeastOne),
  seed: number(),
  match,
};

export const failNextShape: Shape<FailNextOptions, 'times'> = {
  times: withDefault(number({ min: 1, integer: true }), 1),
  match,
};

const socketFaultShape: Shape<SocketFault> = {
  kind: required(oneOf(...socketFaultKinds)),
  code: text,
  delayMs: duration(),
  executed: flag,
  executedAfterMs: duration(),
};
export const socketFault: Kind = union(oneOf(...socketFaultKinds), object(socketFaultShape));

export const socketTableShape: Shape<SocketFaultTable> = {
  rate: required(share),
  kinds: required(list(socketFault, atLeastOne)),
  seed: number(),
  commands: list(text),
};

function atLeastOne(values: readonly unknown[], option: string, place: Place): void {
  if (values.length === 0) throw bad(option, values, 'at least one kind', place);
}
