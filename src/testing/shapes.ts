// The tables that check what a simulated exchange is given.
import {
  alsoCalled,
  badSecret,
  checkCounting,
  duration,
  flag,
  func,
  type Kind,
  limitShape,
  list,
  none,
  number,
  object,
  oneOf,
  only,
  type Place,
  required,
  type Shape,
  secret,
  text,
  union,
  withDefault,
} from '../internal.ts';
import { dialectShape } from './dialect-shape.ts';
import { failNextShape, fault, faultTableShape, socketFault, socketTableShape } from './fault-shapes.ts';
import type { SimLimit } from './limit-counters.ts';
import type { Credentials } from './sim-request.ts';
import type { SimulateOptions } from './simulate-options.ts';
import type { AttachOptions } from './socket/types.ts';

const simLimitShape: Shape<SimLimit> = {
  ...limitShape,
  name: text,
  scope: oneOf('ip', 'account'),
  capacity: required(number({ min: 1, integer: true })),
};

const attachShape: Shape<AttachOptions> = {
  faults: object(socketTableShape),
  latencyMs: duration(),
  echoesId: flag,
  sign: func,
};

const key = secret('a string that is not empty', (value) => typeof value === 'string' && value !== '');

const credentialsShape: Shape<Credentials> = {
  apiKey: required(key),
  apiSecret: alsoCalled(key, 'secret', 'secretKey'),
  passphrase: key,
  publicKey: key,
};

const banShape: Shape<NonNullable<SimulateOptions['ban']>> = {
  after: required(number({ min: 1, integer: true })),
  forMs: required(duration({ min: 1 })),
};

export type SimulateDefaulted =
  | 'window'
  | 'retryAfter'
  | 'clockSkewMs'
  | 'clockDriftPpm'
  | 'funds'
  | 'price'
  | 'lookupLagMs'
  | 'latencyMs'
  | 'seed'
  | 'now';

/** One line for each option of `simulateExchange`. */
export const simulateShape: Shape<SimulateOptions, SimulateDefaulted> = {
  limits: union(list(object(simLimitShape, checkCounting), undefined, 'a list of limits'), none),
  window: withDefault(oneOf('sliding', 'fixed'), 'sliding'),
  retryAfter: withDefault(flag, false),
  ban: object(banShape),
  clockSkewMs: withDefault(number({ finite: true }), 0),
  clockDriftPpm: withDefault(number({ finite: true }), 0),
  toleranceMs: duration(),
  faults: union(object(faultTableShape), list(object(faultTableShape))),
  funds: withDefault(number({ min: 0 }), Number.POSITIVE_INFINITY),
  price: withDefault(
    only('a number above 0', (value) => typeof value === 'number' && value > 0 && Number.isFinite(value)),
    100,
  ),
  symbols: list(text, undefined, 'a list of markets'),
  credentials: object(credentialsShape, checkSecret),
  deduplicate: flag,
  lookupLagMs: withDefault(number({ min: 0, finite: true }), 0),
  latencyMs: withDefault(number({ min: 0, finite: true }), 0),
  seed: withDefault(number({ finite: true }), 1),
  // Looked up at each call, so that fake timers work.
  now: withDefault(func, () => Date.now()),
  dialect: object(dialectShape, undefined, 'a dialect'),
};

function checkSecret({ apiSecret, publicKey }: Credentials, place: Place): void {
  if (apiSecret === undefined && publicKey === undefined)
    throw badSecret(`${place.path}apiSecret`, undefined, 'a string, unless there is a `publicKey`', place);
}

const listenShape: Shape<{ readonly port?: number }> = {
  port: number({ min: 0, max: 65_535, integer: true }),
};
const mswShape: Shape<{ readonly http: unknown }> = {
  http: required(only('`http` of msw', (value) => Object(value) === value && 'all' in Object(value))),
};

const socketFailNextShape: Shape<{ readonly times?: number; readonly command?: string }> = {
  times: number({ min: 1, integer: true }),
  command: text,
};

/** What the methods of a simulated exchange take. */
export const methodKinds: Readonly<
  Record<'listen' | 'handlers' | 'fault' | 'failNext' | 'attach' | 'socketFault' | 'socketFailNext', Kind>
> = {
  listen: object(listenShape),
  handlers: object(mswShape),
  fault,
  failNext: object(failNextShape),
  attach: object(attachShape),
  socketFault,
  socketFailNext: object(socketFailNextShape),
};
