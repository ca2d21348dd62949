// Reads key, time, nonce and signature of a request, by what an exchange's own signer makes of one.
import { type Exchange, isPromise, type OutgoingRequest, readSentOrder, type Sign } from '../../internal.ts';
import type { Call, Dialect } from '../dialect.ts';
import type { Credentials } from '../sim-request.ts';
import { instantOf, type ToldInstant } from './instants.ts';

/** What a signer adds, by name: headers in lower case, and parameters of query and body. */
type AddedParts = ReadonlyMap<string, string>;

/** What each name that a signer adds is there for. */
interface SignedParts {
  readonly key: string | undefined;
  readonly time: (ToldInstant & { readonly name: string }) | undefined;
  /** It rises with every signature. */
  readonly nonce: string | undefined;
  /** All of them. */
  readonly names: readonly string[];
  /** What is the same for the same request, key and time. */
  readonly firm: readonly string[];
}

/** How a dialect checks what must be signed. */
export type Checks = Pick<Dialect, 'apiKey' | 'timestamp' | 'verify'> &
  Partial<Pick<Dialect, 'nonce' | 'nonceGrows' | 'timestampAhead' | 'timestampOptional'>>;

const probe = {
  apiKey: 'probed-key',
  apiSecret: 'cHJvYmVkLXNlY3JldA==',
  passphrase: 'probed-passphrase',
} as const;
const startMs = 1_700_000_000_000;
const laterMs = startMs + 61_000;

/** Nothing is known of how it signs. */
export const unchecked: Checks = {
  apiKey: () => undefined,
  timestamp: () => undefined,
  timestampOptional: true,
  verify: () => undefined,
};

/**
 * Made of four signatures of one request: what stays is a key, what follows the time is a time, what rises is a nonce, and the
 * rest has to be what the signer makes of the request that arrived.
 * @throws {TypeError} for credentials that the signer does not take.
 */
export function checksOf(exchange: Exchange, credentials: Credentials | undefined): Checks {
  const { signer } = exchange as Exchange & { readonly signer?: unknown };
  if (typeof signer !== 'function') return unchecked;
  const make = (keys: object): Sign => signer(keys);
  const keys = credentials && keysOf(credentials);
  const isSigning = credentials?.apiSecret !== undefined;
  if (keys && isSigning) make(keys);
  const reading = read(exchange, make, probe) ?? (keys && read(exchange, make, keys));
  if (!reading) return unchecked;
  const { key, time, nonce } = reading;
  return {
    apiKey: (call) => (key === undefined ? credentials?.apiKey : sentIn(call).get(key)),
    timestamp: (call) => (time && nonce === undefined ? time.read(sentIn(call).get(time.name)) : undefined),
    // Without a secret nothing is right: a wrong configuration must not pass.
    verify: (call, given, hosts) => isSigning && isRight(call, make(keysOf(given)), reading, hosts),
    ...((!time || nonce !== undefined) && { timestampOptional: true }),
    ...(time && time.aheadMs > 0 && { timestampAhead: true }),
    ...(nonce !== undefined && { nonce: (call) => sentIn(call).get(nonce), nonceGrows: true }),
  };
}

/** Of the public half of a key nothing can be signed. */
function keysOf({ publicKey: _, ...keys }: Credentials): object {
  return keys;
}

function read(exchange: Exchange, make: (keys: object) => Sign, keys: object): SignedParts | undefined {
  const request = requestTo(exchange);
  try {
    const sign = make(keys);
    const first = addedBy(sign, request, startMs);
    const second = addedBy(sign, request, startMs);
    const again = addedBy(make(keys), request, startMs);
    const later = addedBy(make(keys), request, laterMs);
    if (!first || !second || !again || !later) return undefined;
    const names = [...first.keys()].filter((name) => name !== 'content-type');
    const apiKey: unknown = Reflect.get(keys, 'apiKey');
    const firm = names.filter((name) => first.get(name) === again.get(name));
    const times = firm.flatMap((name) => {
      const instant = instantOf(first.get(name), later.get(name), startMs, laterMs);
      return instant ? [{ name, ...instant }] : [];
    });
    return {
      names,
      firm,
      key: names.find((name) => first.get(name) === apiKey),
      time: times[0],
      nonce: times.find(({ name }) => Number(second.get(name)) > Number(first.get(name)))?.name,
    };
  } catch {
    // Keys of another form, which only the user has.
    return undefined;
  }
}

/** A request that has to be signed. */
function requestTo({ routes, hosts }: Exchange): OutgoingRequest {
  const { method = 'POST', path = '/' } = routes.find(({ kind }) => kind === 'order') ?? {};
  const whole = path.replace(/\*+/g, 'x');
  const url = new URL(`https://${hosts[0] ?? 'exchange.invalid'}${whole}`);
  return { method, url, path: whole, query: '', headers: {}, body: undefined };
}

/** What is sent then. @returns undefined where the signer says no, or takes its time. */
function addedBy(sign: Sign, request: OutgoingRequest, timestamp: number): AddedParts | undefined {
  const signature = sign(request, { timestamp, attempt: 1 });
  if (isPromise(signature)) {
    signature.catch(() => {});
    return undefined;
  }
  const { headers = {}, query = request.query, body = request.body } = signature;
  const sent = sentOf({ path: request.path, query, body: body ?? '' });
  return new Map([
    ...sent,
    ...Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const),
  ]);
}

function sentOf({ path, query, body }: Pick<Call, 'path' | 'query' | 'body'>): AddedParts {
  const { fields } = readSentOrder({ path, query, body });
  const texts = Object.entries(fields).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [[name, String(value)] as const] : [],
  );
  return new Map(texts);
}

function sentIn(call: Call): AddedParts {
  return new Map([...sentOf(call), ...Object.entries(call.headers)]);
}

/** Signs what arrived anew: a signer puts its own in place of what one before it made, and leaves parameters in their order. */
function isRight(
  call: Call,
  sign: Sign,
  reading: SignedParts,
  hosts: readonly string[],
): boolean | undefined {
  const { names, firm, time } = reading;
  const sent = sentIn(call);
  if (names.some((name) => !sent.get(name))) return false;
  const timestamp = time ? (time.read(sent.get(time.name)) ?? Number.NaN) - time.aheadMs : startMs;
  if (Number.isNaN(timestamp)) return false;
  // A signature with something random in it cannot be made a second time.
  if (firm.length < names.length) return undefined;
  const { method, path, query, headers, body } = call;
  const host = headers['host'] ?? hosts[0] ?? 'exchange.invalid';
  const request: OutgoingRequest = {
    method,
    url: new URL(`https://${host}${path}${query && `?${query}`}`),
    path,
    query,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name))),
    body: body === '' ? undefined : body,
  };
  const made = addedBy(sign, request, timestamp);
  return made !== undefined && names.every((name) => made.get(name) === sent.get(name));
}
