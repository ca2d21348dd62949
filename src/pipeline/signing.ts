// Signs one attempt, for the hosts that the keys belong to.
import { nowAt } from '../time/now.ts';
import { noBase, type Signed } from '../transport/call.ts';
import type { Failure, OutgoingRequest, Sign, Signature } from '../types.ts';
import { isReady } from './admit.ts';
import type { Attempt, CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import { syncClock } from './sync-clock.ts';
import type { Ending } from './to-error.ts';
import { untilCancelled } from './waits.ts';

const takes = '`sign` returns { headers?, query?, body? } of strings';
const signatureParts: ReadonlySet<string> = new Set(['headers', 'query', 'body']);
/** The machine itself, which tests and proxies of the user's own run on. */
const loopback = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether it is to be signed, by its own word or the profile's. */
function isPrivate({ options, route }: CallState): boolean {
  return options.signed ?? route.signed;
}

/** What signs this call; undefined: nothing, or its caller did. */
export function signerOf(context: GatewayContext, call: CallState): Sign | undefined {
  return call.transport.sign ?? (isPrivate(call) ? context.sign : undefined);
}

/**
 * What signs this attempt. Where nothing does it goes as its caller made it, with a client order id of ours in it where that
 * was asked for.
 */
export function prepareSigning(context: GatewayContext, call: CallState, attempt: Attempt): Sign | undefined {
  const signer = signerOf(context, call);
  if (signer) return signer;
  attempt.lacksSigner = isPrivate(call);
  if (call.request.isNamed) {
    const { url, body } = call.request.describe();
    attempt.signed = { url: url.href, headers: {}, body };
  }
  return undefined;
}

/**
 * Keys go to the exchange alone: to the hosts of its profile and those that the gateway was given, as they are written and
 * no other part of their domain. Where neither names one, the first origin that was signed for is the exchange's.
 * @returns why the call ends unsent, where the gateway would sign it for another host
 */
export function unknownHost(context: GatewayContext, call: CallState): Ending | undefined {
  if (!context.sign || call.transport.sign || !isPrivate(call)) return undefined;
  const { url } = call.request.describe();
  // What is sent over a socket goes where its maker connected it to, and a client with a base of its own knows that.
  if (call.route.transport === 'ws' || url.origin === noBase || loopback.test(url.hostname)) return undefined;
  const { hosts } = context;
  if (hosts.size === 0) context.firstOrigin ??= url.origin;
  const isKnown =
    hosts.size > 0 ? hosts.has(url.host) || hosts.has(url.hostname) : context.firstOrigin === url.origin;
  if (isKnown) return undefined;
  const [known, here] =
    hosts.size > 0 ? [[...hosts].join(', '), url.host] : [context.firstOrigin, url.origin];
  const message = `its keys go to ${known} alone, not to ${here}: if that is the exchange's too, say so by the option \`hosts\` of createGateway. Nothing was sent`;
  const failure: Failure = { ok: false, category: 'invalid-request', outcome: 'rejected', message };
  return { failure, reason: 'failed' };
}

/**
 * Signs the request as it will be sent, and fills the attempt in. Bounded as the call is: a signer may hang.
 * @throws {TypeError} for what `sign` made that is no signature, and for a body that is no text: `sign` must see what it
 * vouches for.
 * @throws {CancelledError} where the call is cancelled meanwhile; else what `sign` throws.
 * @returns whether its client can still send
 */
export async function signAttempt(
  context: GatewayContext,
  call: CallState,
  attempt: Attempt,
  sign: Sign,
): Promise<boolean> {
  const unsignable = call.transport.unsignable?.();
  if (unsignable !== undefined) throw new TypeError(unsignable);
  const { clock } = context;
  if (clock.stale) await untilCancelled(call, syncClock(context, call));
  // Not read when the signature is there: the clock may be read anew while it is made.
  attempt.clockVersion = clock.version;
  const request = call.request.describe();
  const timestamp = clock.timestamp();
  attempt.signedAt = nowAt();
  attempt.stampMs = timestamp;
  const made = sign(request, { timestamp, attempt: call.attempts + 1 });
  const signature = isThenable(made) ? await untilCancelled(call, Promise.resolve(made)) : made;
  attempt.signed = joinSignature(request, checkSignature(signature), call.request.namedBody);
  return isReady(call);
}

function joinSignature(request: OutgoingRequest, signature: Signature, ownBody: string | undefined): Signed {
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
function checkSignature(made: unknown): Signature {
  if (typeof made !== 'object' || made === null || Array.isArray(made))
    throw signatureError(`it got ${kindOf(made)}`);
  for (const name of Object.keys(made)) {
    if (!signatureParts.has(name)) throw signatureError(`there is no \`${name.slice(0, 40)}\``);
  }
  const signature: Signature = made;
  for (const name of ['query', 'body'] as const) {
    const value: unknown = signature[name];
    if (value !== undefined && typeof value !== 'string')
      throw signatureError(`its \`${name}\` is ${kindOf(value)}`);
  }
  const { headers } = signature;
  if (headers !== undefined) checkHeaders(headers);
  return signature;
}

function checkHeaders(headers: unknown): void {
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) {
    throw signatureError(`its \`headers\` are ${kindOf(headers)}`);
  }
  const named = Object.entries(headers);
  // A `Headers`, a `Map`, a promise: what they hold is not to be seen, and would not be sent.
  if (named.length === 0 && !isPlain(headers)) throw signatureError('its `headers` are no plain object');
  for (const [name, value] of named) {
    if (typeof value !== 'string')
      throw signatureError(`its header \`${name.slice(0, 40)}\` is ${kindOf(value)}`);
  }
}

function signatureError(what: string): TypeError {
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
