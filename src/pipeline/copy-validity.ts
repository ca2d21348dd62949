// Until when a copy that was sent can still be carried out.
import { textOf } from '../catalog/exact-json.ts';
import type { Exchange } from '../catalog/exchange.ts';
import { readExpiry } from '../catalog/expiry.ts';
import { lastStep } from '../catalog/field.ts';
import { isRefusedForGood } from '../catalog/order-ids.ts';
import type { Expiry, Validity } from '../catalog/order-rules.ts';
import { matchesRoute } from '../catalog/routes.ts';
import { readSentOrder } from '../catalog/sent-order.ts';
import type { Attempt, CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';

/**
 * The instant, on the monotonic clock, from which on no copy of a call's request can be carried out any more: infinite
 * where nothing bounds it, in the past where a further copy follows and changes nothing.
 * @param isLast none follows
 */
export function believableAt(context: GatewayContext, call: CallState, isLast = false): number {
  const { intent, sentId } = call.request.order;
  // A cancel that is sent twice cancels once.
  if (intent === 'cancel') return Number.NEGATIVE_INFINITY;
  if (isLast) return acceptedUntil(context, call);
  const isRefused =
    intent === 'place' && sentId !== undefined && isRefusedForGood(context.exchange.clientOrderId);
  if (isRefused) return Number.NEGATIVE_INFINITY;
  // Of the same bytes the exchange takes one copy; those of an earlier call were others.
  return signsOnce(context, call) ? call.earlierUntilAt : acceptedUntil(context, call);
}

/** Whether every attempt of a call has to be the same bytes, by which the exchange knows a copy. */
export function signsOnce({ exchange }: GatewayContext, { transport }: CallState): boolean {
  return exchange.repeat === 'same-bytes' && (!transport.sign || transport.keepsBytes === true);
}

/** As `believableAt`, whatever the exchange does about copies. */
export function acceptedUntil(context: GatewayContext, call: CallState): number {
  const own = call.unknownCopy ? copyUntil(context, call, call.unknownCopy) : Number.NEGATIVE_INFINITY;
  return Math.max(call.earlierUntilAt, own);
}

/** As `acceptedUntil`, for a call that is under way: the copy in hand counts too. */
export function inFlightUntil(context: GatewayContext, call: CallState): number {
  const { lastSent } = call;
  const own = lastSent ? copyUntil(context, call, lastSent) : Number.NEGATIVE_INFINITY;
  return Math.max(acceptedUntil(context, call), own);
}

/** Whether reading the exchange's clock would tell better until when a copy can be accepted. */
export function wantsClock({ exchange, clock }: GatewayContext): boolean {
  return (exchange.validity ?? exchange.expiry) !== undefined && clock.reading === undefined;
}

function copyUntil(context: GatewayContext, call: CallState, copy: Attempt): number {
  if (call.transport.mayArriveLate?.()) return Number.POSITIVE_INFINITY;
  const { clock, exchange } = context;
  const { signedAt } = copy;
  const untilAt = copyEndsAt(context, call, copy);
  // Until its clock is known the exchange's may run as far behind as it lets a request run ahead.
  return untilAt + (clock.errorAt(signedAt) ?? Math.max(1000, exchange.validity?.forMs ?? 0));
}

/** The same by what the documents and the request say, on a clock that is right. */
export function copyEndsAt(context: GatewayContext, call: CallState, copy: Attempt): number {
  return Math.min(windowUntil(context, call, copy), expiryUntil(context, call, copy));
}

/** The end of the exchange's window for stamps, on the monotonic clock. */
function windowUntil({ clock, exchange }: GatewayContext, call: CallState, copy: Attempt): number {
  const { validity, socket } = exchange;
  if (!validity) return Number.POSITIVE_INFINITY;
  // A command without the time of its sending is accepted whenever it comes.
  const isUnstamped = call.route.transport === 'ws' && !socket?.stamp && validity.since === undefined;
  if (isUnstamped) return Number.POSITIVE_INFINITY;
  if (validity.since !== undefined && parameter(call, copy, validity.since) === undefined)
    return Number.POSITIVE_INFINITY;
  const { signedAt, stampMs } = copy;
  const spanMs = spanOf(validity, textIn(call, copy, validity), clock.at(signedAt));
  if (spanMs === undefined) return Number.POSITIVE_INFINITY;
  // It counts from the stamp: one ahead of the exchange's clock is accepted for longer.
  const aheadMs = validity.unit === 'until' ? 0 : Math.max(0, stampMs - clock.at(signedAt));
  return signedAt + spanMs + aheadMs;
}

/** The last instant that the request itself names, on the monotonic clock. */
function expiryUntil({ clock, exchange }: GatewayContext, call: CallState, copy: Attempt): number {
  const expiry = expiryOf(exchange, call);
  if (!expiry) return Number.POSITIVE_INFINITY;
  const { signedAt, stampMs } = copy;
  const signedMs = clock.at(signedAt);
  const untilMs = readExpiry(expiry, textIn(call, copy, expiry), Math.max(stampMs, signedMs));
  return untilMs === undefined ? Number.POSITIVE_INFINITY : signedAt + Math.max(0, untilMs - signedMs);
}

/** How a call's request can say until when it may be taken; undefined where it cannot. */
export function expiryOf({ expiry }: Exchange, { route, request }: CallState): Expiry | undefined {
  if (!expiry) return undefined;
  return matchesRoute(expiry.routes, { ...route, param: (name) => request.param(name) }) ? expiry : undefined;
}

/** What a request says in a header, or else in a parameter. */
function textIn(
  call: CallState,
  copy: Attempt,
  { header: name, param }: { readonly header?: string; readonly param?: string },
): string | undefined {
  if (name !== undefined) return header(call, copy, name);
  return param === undefined ? undefined : parameter(call, copy, param);
}

function spanOf(
  { forMs, unit = 'ms' }: Validity,
  said: string | undefined,
  signedMs: number,
): number | undefined {
  const value = said === undefined || said.trim() === '' ? Number.NaN : Number(said);
  if (!Number.isFinite(value) || value < 0) return forMs;
  if (unit === 'until') return Math.max(0, value - signedMs);
  return unit === 's' ? value * 1000 : value;
}

/** As it was sent: signing may have put it in. */
function parameter(call: CallState, { signed }: Attempt, path: string): string | undefined {
  const name = lastStep(path);
  const inQuery = signed && new URL(signed.url).searchParams.get(name);
  return inQuery ?? inBody(signed?.body, name) ?? textOf(call.request.order.sent.fields[name]);
}

/** Of JSON, or of a form. */
function inBody(body: string | undefined, name: string): string | undefined {
  if (body === undefined) return undefined;
  const { json, fields } = readSentOrder({ path: '', body });
  return textOf(json === undefined ? fields[name] : within(json, name, 3));
}

/** A member of that name, of a value or of what it holds. */
function within(value: unknown, name: string, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth === 0) return undefined;
  if (Object.hasOwn(value, name)) return Reflect.get(value, name);
  for (const inner of Object.values(value)) {
    const found = within(inner, name, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function header(call: CallState, { signed }: Attempt, name: string): string | undefined {
  const headers = { ...call.request.seen.headers, ...signed?.headers };
  return Object.entries(headers).findLast(([own]) => own.toLowerCase() === name)?.[1];
}
