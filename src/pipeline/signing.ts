// Signs one attempt, for the hosts that the keys belong to.

import { isInstant, withExpiry } from '../catalog/expiry.ts';
import type { Expiry } from '../catalog/order-rules.ts';
import { isPromise } from '../options/is-promise.ts';
import { both } from '../options/suggest.ts';
import { nowAt } from '../time/now.ts';
import { noBase, type Signed } from '../transport/call.ts';
import type { Failure, OutgoingRequest, Sign, Signature } from '../types.ts';
import { isReady } from './admit.ts';
import type { Attempt, CallState } from './call-state.ts';
import { checkSignature } from './check-signature.ts';
import type { GatewayContext } from './context.ts';
import { expiryOf, signsOnce } from './copy-validity.ts';
import type { Ending } from './result.ts';
import { syncClock } from './sync-clock.ts';
import { untilCancelled } from './waits.ts';

/** A good answer may take that long, and so may the way there. */
const leastValidMs = 5000;
/** So far a clock may be off that stamps are still taken by. */
const leastByOwnClockMs = 25_000;

/** The machine itself, which tests and proxies of the user's own run on. */
const loopback = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether it is to be signed, by its own word or the profile's. */
export function isPrivate({ options, route }: CallState): boolean {
  return options.signed ?? route.signed;
}

/** What signs this call; undefined: nothing, or its caller did. */
export function signerOf(context: GatewayContext, call: CallState): Sign | undefined {
  const own = isPrivate(call) ? context.sign : undefined;
  return call.transport.sign?.(own) ?? own;
}

/**
 * Waits until it is known whether stamps by our clock are taken, if a few calls are out to show that. It has taken no units by
 * then, since a reading of the clock needs some. A cancel does not wait behind orders.
 */
export function untilTried({ clock, sign }: GatewayContext, call: CallState): Promise<void> | undefined {
  const { kind, transport } = call.route;
  if (!sign || clock.trial.isOver || kind === 'cancel' || transport === 'ws' || !isPrivate(call))
    return undefined;
  const turn = clock.trial.turn();
  return turn && untilCancelled(call, turn);
}

/**
 * What signs this attempt. Where nothing does it goes as its caller made it, but for what the gateway puts in or leaves out:
 * a client order id, items of a batch.
 */
export function prepareSigning(context: GatewayContext, call: CallState, attempt: Attempt): Sign | undefined {
  const signer = signerOf(context, call);
  if (signer) return signer;
  attempt.lacksSigner = isPrivate(call);
  if (call.request.isChanged) {
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
  const { url } = call.request.seen;
  // What is sent over a socket goes where its maker connected it to, and a client with a base of its own knows that.
  if (call.route.transport === 'ws' || url.origin === noBase || loopback.test(url.hostname)) return undefined;
  const { hosts } = context;
  if (hosts.size === 0) context.firstOrigin ??= url.origin;
  const isKnown =
    hosts.size > 0 ? hosts.has(url.host) || hosts.has(url.hostname) : context.firstOrigin === url.origin;
  if (isKnown) return undefined;
  const [known, here] = hosts.size > 0 ? [both([...hosts]), url.host] : [context.firstOrigin, url.origin];
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
  if (call.signedOnce) {
    attempt.takeSignature(call.signedOnce);
    return isReady(call);
  }
  const unsignable = call.transport.unsignable?.();
  if (unsignable !== undefined) throw new TypeError(unsignable);
  const { clock } = context;
  const expiry = expiryToFill(context, call);
  const { due } = clock;
  const isSaid = call.options.validForMs !== undefined;
  const isNeeded = due === 'now' || (isSaid && expiry && isInstant(expiry) && clock.reading === undefined);
  if (isNeeded) await untilCancelled(call, syncClock(context, call));
  else if (due) void syncClock(context, call);
  // Not read when the signature is there: the clock may be read anew while it is made.
  attempt.clockVersion = clock.version;
  const plain = call.request.describe();
  const timestamp = clock.timestamp();
  attempt.signedAt = nowAt();
  attempt.stampMs = timestamp;
  const validMs = isSaid ? call.validUntilAt - attempt.signedAt : (call.deadlineAt - attempt.signedAt) / 2;
  const request = expiry ? withExpiry(expiry, plain, validMs, timestamp) : plain;
  const made = context.events.within(call.id, () => sign(request, { timestamp, attempt: call.attempts + 1 }));
  const signature = isPromise(made) ? await untilCancelled(call, Promise.resolve(made)) : made;
  attempt.signed = joinSignature(plain, request, checkSignature(signature), call.request.changedBody);
  if (signsOnce(context, call)) call.signedOnce = attempt;
  return isReady(call);
}

/** How this call tells the exchange for how long it is worth carrying out; undefined where it does not. */
function expiryToFill(context: GatewayContext, call: CallState): Expiry | undefined {
  const { exchange } = context;
  const isSaid = call.options.validForMs !== undefined || isBounded(context, call);
  const expiry = isSaid ? expiryOf(exchange, call) : undefined;
  if (expiry?.header === undefined || call.route.transport !== 'ws') return expiry;
  // Over a socket there are no headers but those that members of a command stand for.
  return exchange.socket?.headers?.[expiry.header] === undefined ? undefined : expiry;
}

/** Whether an order or an amend says it of itself, so that a copy of it is absent for certain while its call can still learn that. */
function isBounded({ clock, exchange, reconcile }: GatewayContext, call: CallState): boolean {
  if (exchange.expiry?.always !== true || reconcile?.hasOwnSettle !== false) return false;
  // A command is the caller's frame, word for word.
  if (call.route.transport === 'ws') return false;
  const leastMs = clock.reading === undefined ? leastByOwnClockMs : leastValidMs;
  const { intent, sentId } = call.request.order;
  const isAskable = intent === 'amend' || (intent === 'place' && sentId !== undefined);
  return isAskable && (call.deadlineAt - nowAt()) / 2 >= leastMs;
}

/** What is sent: what `sign` made, over what the gateway put in itself, over what the caller made. */
function joinSignature(
  plain: OutgoingRequest,
  request: OutgoingRequest,
  signature: Signature,
  ownBody: string | undefined,
): Signed {
  const query = signature.query ?? request.query;
  const bare = request.url.href.split(/[?#]/, 1)[0] ?? request.url.href;
  return {
    url: query === '' ? bare : `${bare}?${query}`,
    headers: { ...(request.headers !== plain.headers && addedTo(plain, request)), ...signature.headers },
    body: signature.body ?? (request.body === plain.body ? ownBody : request.body),
  };
}

function addedTo(plain: OutgoingRequest, { headers }: OutgoingRequest): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name, text]) => plain.headers[name] !== text));
}
