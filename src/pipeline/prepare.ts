import type { Permit } from '../throttle/permit.ts';
import type { Sign } from '../types.ts';
import { type Ended, fail } from './act.ts';
import { admit, type Turned, turnedAway } from './admit.ts';
import { clientReady } from './client.ts';
import { CutError } from './cut.ts';
import type { Job } from './job.ts';
import { strangerOf } from './known-hosts.ts';
import { nowAt, type Parts } from './parts.ts';
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
export function prepare(parts: Parts, job: Job): Ended | undefined | Promise<Ended | undefined> {
  const turned = turnedAway(parts, job);
  if (turned) return fail(parts, job, turned);
  const signer = signerOf(parts, job);
  job.lacksSign = !signer && isPrivate(job);
  const stranger = signer && !job.call.sign ? strangerOf(parts, job) : undefined;
  if (stranger) return fail(parts, job, stranger);
  const ready = job.call.ready?.();
  if (ready || signer) return prepareSlowly(parts, job, signer, ready);
  const admitted = admit(parts, job);
  if (admitted instanceof Promise) return prepareSlowly(parts, job, signer, undefined, admitted);
  if (isTurned(admitted)) return fail(parts, job, admitted);
  job.permit = admitted;
  job.signed = unsigned(job);
  return undefined;
}

/**
 * What was true before a wait may not be after it: the client may have lost its line or its session, and a pause may have
 * come while the signature was made. Then the units are given back, and all of it is done anew.
 */
async function prepareSlowly(
  parts: Parts,
  job: Job,
  signer: Sign | undefined,
  firstReady: Promise<void> | undefined,
  firstPermit?: Promise<Permit | Turned>,
): Promise<Ended | undefined> {
  let unready = firstReady && { ready: firstReady };
  let admitting = firstPermit;
  for (let round = 1; ; round += 1) {
    if (round > patientRounds) await pause(job, Math.min(1000, 10 * 2 ** (round - patientRounds)));
    const failed = unready && (await clientReady(parts, job, unready.ready));
    if (failed) return failed;
    const permit = await (admitting ?? admit(parts, job));
    admitting = undefined;
    if (isTurned(permit)) return fail(parts, job, permit);
    job.permit = permit;
    try {
      unready = await signWhenReady(parts, job, signer);
    } catch (error) {
      permit.release('unsent');
      throw error;
    }
    if (!unready && !permit.isVoid) return undefined;
    permit.release('unsent');
  }
}

/** @returns what is to be waited for, in a box: a promise would be awaited on the way out */
async function signWhenReady(parts: Parts, job: Job, signer: Sign | undefined): Promise<Unready | undefined> {
  const before = job.call.ready?.();
  if (before) return { ready: before };
  job.signed = signer ? await signed(parts, job, signer) : unsigned(job);
  const after = signer && job.call.ready?.();
  return after && { ready: after };
}

function isTurned(admitted: Permit | Turned): admitted is Turned {
  return 'verdict' in admitted;
}

/** The last moment at which it can be called back for nothing. */
export function leave(job: Job): void {
  const at = nowAt();
  const late = job.lateness(at);
  if (late) job.cut({ reason: late, cause: undefined });
  const cut = job.mustEnd();
  if (cut) {
    job.permit?.release('unsent');
    throw new CutError(cut);
  }
  job.attempt += 1;
  job.sentAt = at;
  if (job.firstSentAt === 0) job.firstSentAt = at;
  noteCopy(job);
  job.lastFailure = undefined;
}

/** What nobody of ours signed was signed before it came here: now is the latest that it can be dated. */
function noteCopy(job: Job): void {
  if (job.signed && job.signedAt >= job.lastSentAt) return;
  job.signedAt = job.sentAt;
  job.stampMs = Date.now();
}
