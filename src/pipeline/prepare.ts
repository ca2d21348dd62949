import type { Permit } from '../throttle/permit.ts';
import type { Sign } from '../types.ts';
import { admit, breakerRejection, type Rejection } from './admit.ts';
import { type CallResult, fail } from './apply-decision.ts';
import type { CallState } from './call-state.ts';
import { clientReady } from './client.ts';
import { type GatewayContext, nowAt } from './context.ts';
import { CancelledError } from './cut.ts';
import { strangerOf } from './known-hosts.ts';
import { isPrivate, signed, signerOf, unsigned } from './signing.ts';
import { pause } from './waits.ts';

/** The client cannot send before this. */
interface Unready {
  readonly ready: Promise<void>;
}

/** Rounds after which the next one waits: whoever says ready and is not must not keep the process busy. */
const patientRounds = 2;

/**
 * Gets the next attempt to where it only has to be sent: its client ready, its units taken, itself signed. Waits only
 * where it has to.
 * @returns why it cannot be sent, if it cannot
 */
export function prepare(
  context: GatewayContext,
  call: CallState,
): CallResult | undefined | Promise<CallResult | undefined> {
  const turned = breakerRejection(context, call);
  if (turned) return fail(context, call, turned);
  const signer = signerOf(context, call);
  call.lacksSign = !signer && isPrivate(call);
  const stranger = signer && !call.transport.sign ? strangerOf(context, call) : undefined;
  if (stranger) return fail(context, call, stranger);
  const ready = call.transport.ready?.();
  if (ready || signer) return prepareSlowly(context, call, signer, ready);
  const admitted = admit(context, call);
  if (admitted instanceof Promise) return prepareSlowly(context, call, signer, undefined, admitted);
  if (isRejection(admitted)) return fail(context, call, admitted);
  call.permit = admitted;
  call.signed = unsigned(call);
  return undefined;
}

/**
 * What was true before a wait may not be after it: the client may have lost its line or its session, and a pause may have
 * come while the signature was made. Then the units are given back, and all of it is done anew.
 */
async function prepareSlowly(
  context: GatewayContext,
  call: CallState,
  signer: Sign | undefined,
  firstReady: Promise<void> | undefined,
  firstPermit?: Promise<Permit | Rejection>,
): Promise<CallResult | undefined> {
  let unready = firstReady && { ready: firstReady };
  let admitting = firstPermit;
  for (let round = 1; ; round += 1) {
    if (round > patientRounds) await pause(call, Math.min(1000, 10 * 2 ** (round - patientRounds)));
    const failed = unready && (await clientReady(context, call, unready.ready));
    if (failed) return failed;
    const permit = await (admitting ?? admit(context, call));
    admitting = undefined;
    if (isRejection(permit)) return fail(context, call, permit);
    call.permit = permit;
    try {
      unready = await signWhenReady(context, call, signer);
    } catch (error) {
      permit.release('unsent');
      throw error;
    }
    if (!unready && !permit.isVoid) return undefined;
    permit.release('unsent');
  }
}

/** @returns what is to be waited for, in a box: a promise would be awaited on the way out */
async function signWhenReady(
  context: GatewayContext,
  call: CallState,
  signer: Sign | undefined,
): Promise<Unready | undefined> {
  const before = call.transport.ready?.();
  if (before) return { ready: before };
  call.signed = signer ? await signed(context, call, signer) : unsigned(call);
  const after = signer && call.transport.ready?.();
  return after && { ready: after };
}

function isRejection(admitted: Permit | Rejection): admitted is Rejection {
  return 'verdict' in admitted;
}

/** The last moment at which it can be called back for nothing. */
export function leave(call: CallState): void {
  const at = nowAt();
  const lateResponse = call.lateness(at);
  if (lateResponse) call.cancel({ reason: lateResponse, cause: undefined });
  const cancellation = call.mustEnd();
  if (cancellation) {
    call.permit?.release('unsent');
    throw new CancelledError(cancellation);
  }
  call.attempt += 1;
  call.sentAt = at;
  if (call.firstSentAt === 0) call.firstSentAt = at;
  noteCopy(call);
  call.lastFailure = undefined;
}

/** What nobody of ours signed was signed before it came here: now is the latest that it can be dated. */
function noteCopy(call: CallState): void {
  if (call.signed && call.signedAt >= call.lastSentAt) return;
  call.signedAt = call.sentAt;
  call.stampMs = Date.now();
}
