import type { Signed } from '../transport/call.ts';
import type { OutgoingRequest, Sign, Signature } from '../types.ts';
import type { CallState } from './call-state.ts';
import { type GatewayContext, nowAt } from './context.ts';
import { syncClock } from './sync-clock.ts';
import { untilCancelled } from './waits.ts';

const takes = '`sign` returns { headers?, query?, body? } of strings';
const signatureParts: ReadonlySet<string> = new Set(['headers', 'query', 'body']);

/** Whether it is to be signed, by its own word or the profile's. */
export function isPrivate({ options, route }: CallState): boolean {
  return options.signed ?? route.signed;
}

/** Whoever signs this call. A private one that nobody here signs goes as its caller made it. */
export function signerOf(context: GatewayContext, call: CallState): Sign | undefined {
  return call.transport.sign ?? (isPrivate(call) ? context.sign : undefined);
}

/**
 * Signs the request as it will be sent, bounded as the call is: a signer may hang.
 * @throws {TypeError} for what `sign` made that is no signature, and for a body that is no text: what `sign` cannot see, it
 * may not vouch for.
 */
export async function signed(context: GatewayContext, call: CallState, sign: Sign): Promise<Signed> {
  const unsignable = call.transport.unsignable?.();
  if (unsignable !== undefined) throw new TypeError(unsignable);
  if (context.clock.stale) await untilCancelled(call, syncClock(context, call));
  // Not read when the signature is there: the clock may be read anew while it is made.
  call.clockVersion = context.clock.version;
  const request = call.request();
  const timestamp = context.clock.timestamp();
  call.signedAt = nowAt();
  call.stampMs = timestamp;
  const signContext = { timestamp, attempt: call.attempt + 1 };
  const made = sign(request, signContext);
  const signature = isThenable(made) ? await untilCancelled(call, Promise.resolve(made)) : made;
  const ownBody = call.named && 'body' in call.named ? call.named.body : undefined;
  return joined(request, checkedSignature(signature), ownBody);
}

/** The request with a client order id of ours in it, where nothing signs it. */
export function unsigned(call: CallState): Signed | undefined {
  if (!call.named) return undefined;
  const { url, body } = call.request();
  return { url: url.href, headers: {}, body };
}

function joined(request: OutgoingRequest, signature: Signature, ownBody: string | undefined): Signed {
  const query = signature.query ?? request.query;
  const bare = request.url.href.split(/[?#]/, 1)[0] ?? request.url.href;
  return {
    url: query === '' ? bare : `${bare}?${query}`,
    headers: signature.headers ?? {},
    body: signature.body ?? ownBody,
  };
}

/**
 * What cannot be read as a signature would leave unsigned, or as something else than was signed.
 * @throws {TypeError} that names the part, and never its value: it may be a signature.
 */
function checkedSignature(made: unknown): Signature {
  if (typeof made !== 'object' || made === null || Array.isArray(made)) throw wrong(`it got ${kindOf(made)}`);
  for (const name of Object.keys(made)) {
    if (!signatureParts.has(name)) throw wrong(`there is no \`${name.slice(0, 40)}\``);
  }
  const signature: Signature = made;
  for (const name of ['query', 'body'] as const) {
    const value: unknown = signature[name];
    if (value !== undefined && typeof value !== 'string') throw wrong(`its \`${name}\` is ${kindOf(value)}`);
  }
  const { headers } = signature;
  if (headers !== undefined) checkHeaders(headers);
  return signature;
}

function checkHeaders(headers: unknown): void {
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) {
    throw wrong(`its \`headers\` are ${kindOf(headers)}`);
  }
  const named = Object.entries(headers);
  // A `Headers`, a `Map`, a promise: what they hold is not to be seen, and would not be sent.
  if (named.length === 0 && !isPlain(headers)) throw wrong('its `headers` are no plain object');
  for (const [name, value] of named) {
    if (typeof value !== 'string') throw wrong(`its header \`${name.slice(0, 40)}\` is ${kindOf(value)}`);
  }
}

function wrong(what: string): TypeError {
  return new TypeError(`${takes}; ${what}. Nothing was sent.`);
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Of whichever realm. */
function isPlain(value: object): boolean {
  const made: unknown = Object.getPrototypeOf(value);
  return made === null || Object.getPrototypeOf(made) === null;
}

function isThenable(value: unknown): value is PromiseLike<Signature> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
