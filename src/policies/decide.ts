import type { Reason } from '../errors.ts';
import { bad, checkFunction, checkObject } from '../options.ts';
import { type Category, categories } from '../types.ts';
import { backoff } from './backoff.ts';
import {
  type Decision,
  duplicate,
  failFast,
  type Policy,
  type PolicyContext,
  refreshClock,
  unlisted,
  whenCertain,
  whenReplaySafe,
} from './policy.ts';

/** Keys are categories, or codes as strings. */
export type Policies = Readonly<Record<string, Policy>>;

const throttled = backoff({ baseDelayMs: 500, minDelayMs: 100, jitter: 'equal', pause: true });
/** The edge itself turned us away, by a page or a ban: who knocks on is shut out for longer. */
const shutOut = backoff({
  baseDelayMs: 2000,
  minDelayMs: 1000,
  maxDelayMs: 120_000,
  factor: 4,
  jitter: 'equal',
  pause: true,
});
const rateLimited: Policy = (context) =>
  (context.status === 403 || context.status === 418 ? shutOut : throttled)(context);
const transient = whenReplaySafe(backoff());
/** What the same request can only fail at again; where its outcome is in doubt, that is asked about first. */
const definite = whenCertain(failFast());

/** The default policy of each category. */
export const defaultPolicies: Readonly<Record<Category, Policy>> = Object.freeze({
  'rate-limit': rateLimited,
  timestamp: refreshClock(),
  server: transient,
  timeout: transient,
  network: transient,
  duplicate: duplicate(),
  unknown: unlisted(),
  'order-limit': definite,
  signature: definite,
  auth: definite,
  permission: definite,
  account: definite,
  funds: definite,
  position: definite,
  'order-not-found': definite,
  'invalid-request': definite,
  'invalid-order': definite,
  'market-unavailable': definite,
  unsupported: definite,
});

/** Finds the policy of a failure: the code's own, else the category's. */
export function policyFinder(own: Policies = {}): (category: Category, code: string | undefined) => Policy {
  checkObject('policies', own);
  for (const [key, policy] of Object.entries(own)) checkFunction(`policies['${key}']`, policy);
  const lowered = Object.keys(own).find((key) => isMisspelled(key));
  if (lowered !== undefined) throw bad('policies', lowered, 'categories and codes as keys');
  const byKey: Policies = { ...defaultPolicies, ...own };
  // A code is the exchange's word: `toString` must not find what every object has.
  const ofCode = (code: string): Policy | undefined => (Object.hasOwn(own, code) ? own[code] : undefined);
  return (category, code) => (code === undefined ? undefined : ofCode(code)) ?? byKey[category] ?? failFast();
}

/** Codes are free, so only what is nearly a category is caught: another case, or an underscore. */
function isMisspelled(key: string): boolean {
  const plain = key.toLowerCase().replaceAll('_', '-');
  return plain !== key && categories.some((category) => category === plain);
}

/** What the call still allows, beside what the policy wants. */
export interface Bounds {
  readonly replayable: boolean;
  readonly canReconcile: boolean;
  /** A shared pause that is longer lets a probe go after so long. @default no pause is too long */
  readonly maxPauseMs?: number;
}

export type Verdict =
  | Exclude<Decision, { action: 'fail' | 'reconcile' }>
  | (Held & { readonly action: 'reconcile' })
  | (Held & { readonly action: 'fail'; readonly reason: Reason });

/** The call itself may not go again, but what the exchange said holds for all the others. */
interface Held {
  /** How long everybody waits. */
  readonly pauseMs?: number;
}

/**
 * The policy's decision within the promises that no policy can break: a write of unknown outcome is asked about or
 * fails, a partial batch never goes again whole, attempts and deadline hold.
 */
export function decide(policy: Policy, context: PolicyContext, bounds: Bounds): Verdict {
  const wanted = policy(context);
  const verdict = bounded(wanted, context, bounds);
  if (wanted.action !== 'retry' || !wanted.pause) return verdict;
  const isHeld = verdict.action === 'fail' || verdict.action === 'reconcile';
  return isHeld ? { ...verdict, pauseMs: wanted.delayMs } : verdict;
}

function bounded(wanted: Decision, context: PolicyContext, bounds: Bounds): Verdict {
  switch (wanted.action) {
    case 'fail':
      return { action: 'fail', reason: doubtful(context) ? 'outcome-unknown' : 'failed' };
    case 'reconcile':
      // The look-up of one order says nothing of the others in its batch.
      if (context.outcome === 'partial') return { action: 'fail', reason: 'failed' };
      return bounds.canReconcile ? wanted : { action: 'fail', reason: 'outcome-unknown' };
    case 'refresh-clock':
    case 'retry':
      return again(wanted, context, bounds);
  }
}

function again(
  wanted: Extract<Decision, { action: 'retry' | 'refresh-clock' }>,
  context: PolicyContext,
  bounds: Bounds,
): Verdict {
  if (blocked(context)) {
    if (context.outcome === 'unknown' && bounds.canReconcile) return { action: 'reconcile' };
    return { action: 'fail', reason: context.outcome === 'partial' ? 'failed' : 'outcome-unknown' };
  }
  if (!bounds.replayable) return { action: 'fail', reason: 'not-replayable' };
  if (context.attempt >= context.maxAttempts) return { action: 'fail', reason: 'attempts' };
  const waitMs = wanted.action === 'retry' ? waitOf(wanted, bounds) : 0;
  return waitMs >= context.remainingMs ? { action: 'fail', reason: 'deadline' } : wanted;
}

/** How long it waits at least. */
function waitOf(
  { delayMs, pause }: Extract<Decision, { action: 'retry' }>,
  { maxPauseMs = Number.POSITIVE_INFINITY }: Bounds,
): number {
  return pause ? Math.min(delayMs, maxPauseMs) : delayMs;
}

/** Sending it again could create a second effect. */
function blocked(context: PolicyContext): boolean {
  return context.outcome === 'partial' || doubtful(context);
}

/** A write that may have been executed. */
function doubtful({ outcome, replaySafe }: PolicyContext): boolean {
  return outcome === 'unknown' && !replaySafe;
}
