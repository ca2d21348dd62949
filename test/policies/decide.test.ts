import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision, PolicyContext } from '../../src/decision.ts';
import { type Bounds, decide } from '../../src/policies/decide.ts';
import { defaultPolicies } from '../../src/policies/default-policies.ts';
import { type Category, categories, type Outcome } from '../../src/types.ts';
import { contextOf } from './context.ts';

const open: Bounds = { replayable: true, canReconcile: true };
const alone: Bounds = { replayable: true, canReconcile: false };

/** What becomes of the first attempt of a call by default, in one word. */
function verdict(category: Category, outcome: Outcome, write: boolean, canReconcile = true): string {
  // As the gateway has it: what was refused may go again, whatever it is.
  const replaySafe = !write || outcome === 'rejected';
  const context = contextOf({ category, outcome, replaySafe });
  const decision = decide(defaultPolicies[category], context, { replayable: true, canReconcile });
  return decision.action === 'fail' ? decision.reason : decision.action;
}

const final = categories.filter((category) => defaultPolicies[category](contextOf()).action === 'fail');
const transient = ['server', 'timeout', 'network'] as const;

describe('by default', () => {
  it('these fail at once', () => {
    expect(final).toEqual([
      'order-limit',
      'signature',
      'auth',
      'permission',
      'account',
      'funds',
      'position',
      'order-not-found',
      'duplicate',
      'invalid-request',
      'invalid-order',
      'market-unavailable',
      'unsupported',
      'unknown',
    ]);
  });

  it.each(final.filter((category) => category !== 'unknown'))('%s', (category) => {
    expect(verdict(category, 'rejected', false)).toBe('failed');
    expect(verdict(category, 'unknown', false)).toBe('failed');
    expect(verdict(category, 'rejected', true)).toBe('failed');
    // In doubt about a write the exchange is asked; a duplicate on a first attempt is no doubt.
    expect(verdict(category, 'unknown', true)).toBe(
      category === 'duplicate' ? 'outcome-unknown' : 'reconcile',
    );
    expect(verdict(category, 'unknown', true, false)).toBe('outcome-unknown');
    expect(verdict(category, 'partial', true)).toBe('failed');
  });

  it('an unlisted code fails a read, and a write is asked about', () => {
    expect(verdict('unknown', 'unknown', false)).toBe('failed');
    expect(verdict('unknown', 'unknown', true)).toBe('reconcile');
    expect(verdict('unknown', 'unknown', true, false)).toBe('outcome-unknown');
    expect(verdict('unknown', 'partial', true)).toBe('failed');
  });

  it.each(transient)('%s: what is replay-safe goes again, the others are asked about', (category) => {
    expect(verdict(category, 'unknown', false)).toBe('retry');
    expect(verdict(category, 'rejected', true)).toBe('retry');
    expect(verdict(category, 'unknown', true)).toBe('reconcile');
    expect(verdict(category, 'unknown', true, false)).toBe('outcome-unknown');
    expect(verdict(category, 'partial', true)).toBe('failed');
  });

  it('a throttle makes everybody wait; outcome beats category', () => {
    expect(verdict('rate-limit', 'rejected', false)).toBe('retry');
    expect(verdict('rate-limit', 'rejected', true)).toBe('retry');
    expect(verdict('rate-limit', 'unknown', false)).toBe('retry');
    expect(verdict('rate-limit', 'unknown', true)).toBe('reconcile');
    expect(verdict('rate-limit', 'unknown', true, false)).toBe('outcome-unknown');
    expect(verdict('rate-limit', 'partial', true)).toBe('failed');
    const waits = [0, 0.5, 1].map((drawn) =>
      defaultPolicies['rate-limit'](contextOf({ random: () => drawn })),
    );
    expect(waits).toEqual([250, 375, 500].map((delayMs) => ({ action: 'retry', delayMs, pause: true })));
  });

  it.each([403, 418])('a throttle by the edge, HTTP %d, makes everybody wait much longer', (status) => {
    const waits = [1, 2, 3, 4, 5].map((inRow) => {
      const decision = defaultPolicies['rate-limit'](contextOf({ status, inRow, random: () => 1 }));
      return decision.action === 'retry' && decision.pause ? decision.delayMs : Number.NaN;
    });
    expect(waits).toEqual([2000, 8000, 32_000, 120_000, 120_000]);
  });

  it('a wrong clock is refreshed; outcome beats category', () => {
    expect(verdict('timestamp', 'rejected', false)).toBe('refresh-clock');
    expect(verdict('timestamp', 'rejected', true)).toBe('refresh-clock');
    expect(verdict('timestamp', 'unknown', true)).toBe('reconcile');
    expect(verdict('timestamp', 'partial', true)).toBe('failed');
  });

  it('a duplicate is a failure at first, and on a repeat evidence of the copy before', () => {
    const repeat = contextOf({ category: 'duplicate', outcome: 'rejected', attempt: 2 });
    expect(decide(defaultPolicies.duplicate, repeat, open)).toEqual({ action: 'reconcile' });
    expect(decide(defaultPolicies.duplicate, repeat, alone)).toEqual({
      action: 'fail',
      reason: 'outcome-unknown',
    });
  });
});

describe('whatever a policy wants', () => {
  const again =
    (delayMs = 0) =>
    (): Decision => ({ action: 'retry', delayMs });

  it('attempts are counted, the first included', () => {
    const at = (attempt: number) => decide(again(), contextOf({ attempt, maxAttempts: 3 }), open).action;
    expect([1, 2, 3].map(at)).toEqual(['retry', 'retry', 'fail']);
    expect(decide(again(), contextOf({ attempt: 3, maxAttempts: 3 }), open)).toEqual({
      action: 'fail',
      reason: 'attempts',
    });
  });

  it('a wait that does not fit the deadline fails at once', () => {
    const context = contextOf({ remainingMs: 1000 });
    expect(decide(again(999), context, open)).toEqual({ action: 'retry', delayMs: 999 });
    expect(decide(again(1000), context, open)).toEqual({
      action: 'fail',
      reason: 'deadline',
      retryAfterMs: 1000,
    });
    const late = contextOf({ remainingMs: 0 });
    expect(decide(() => ({ action: 'refresh-clock' }), late, open)).toEqual({
      action: 'fail',
      reason: 'deadline',
    });
  });

  it('a body that was consumed does not go again', () => {
    const bounds = { ...open, replayable: false };
    expect(decide(again(), contextOf(), bounds)).toEqual({ action: 'fail', reason: 'not-replayable' });
    const write = contextOf({ replaySafe: false });
    expect(decide(again(), write, bounds)).toEqual({ action: 'reconcile' });
  });

  it('what its client would refuse again does not go again', () => {
    const bounds = { ...open, isFinal: true };
    const failed = { action: 'fail', reason: 'failed' };
    expect(decide(again(), contextOf(), bounds)).toEqual(failed);
    expect(decide(again(), contextOf({ outcome: 'rejected' }), bounds)).toEqual(failed);
  });

  const decisions: fc.Arbitrary<Decision> = fc.oneof(
    fc.record({ action: fc.constant('retry' as const), delayMs: fc.nat(), pause: fc.boolean() }),
    fc.constantFrom<Decision>({ action: 'refresh-clock' }, { action: 'reconcile' }, { action: 'fail' }),
  );
  const contexts: fc.Arbitrary<PolicyContext> = fc
    .record({
      category: fc.constantFrom(...categories),
      code: fc.option(fc.string(), { nil: undefined }),
      outcome: fc.constantFrom<Outcome>('rejected', 'unknown', 'partial'),
      phase: fc.constantFrom('not-sent', 'sent', 'answered'),
      attempt: fc.integer({ min: 1, max: 9 }),
      maxAttempts: fc.integer({ min: 1, max: 9 }),
      inRow: fc.integer({ min: 1, max: 9 }),
      replaySafe: fc.boolean(),
      retryAfterMs: fc.option(fc.nat(), { nil: undefined }),
      remainingMs: fc.integer({ min: -10, max: 100_000 }),
    })
    .map((parts) => contextOf(parts));
  const bounds = fc.record({ replayable: fc.boolean(), canReconcile: fc.boolean() });

  it('a write of unknown outcome never goes again, and only the look-up may change that', () => {
    const doubtful = contexts.map((one) => ({ ...one, outcome: 'unknown' as const, replaySafe: false }));
    fc.assert(
      fc.property(decisions, doubtful, bounds, (wanted, context, bound) => {
        const { action } = decide(() => wanted, context, bound);
        expect(action).toBe(bound.canReconcile && wanted.action !== 'fail' ? 'reconcile' : 'fail');
      }),
    );
  });

  it('a batch that stands in part never goes again, and is not asked about as if it were one order', () => {
    const partial = contexts.map((one) => ({ ...one, outcome: 'partial' as const }));
    fc.assert(
      fc.property(decisions, partial, bounds, (wanted, context, bound) => {
        const held = wanted.action === 'retry' && wanted.pause === true && { pauseMs: wanted.delayMs };
        expect(decide(() => wanted, context, bound)).toEqual({ action: 'fail', reason: 'failed', ...held });
      }),
    );
  });

  it('whatever goes again has a body, an attempt and the time left for it', () => {
    fc.assert(
      fc.property(decisions, contexts, bounds, (wanted, context, bound) => {
        const verdict = decide(() => wanted, context, bound);
        if (verdict.action !== 'retry' && verdict.action !== 'refresh-clock') return;
        expect(verdict).toEqual(wanted);
        expect(bound.replayable && context.attempt < context.maxAttempts).toBe(true);
        expect(verdict.action === 'retry' ? verdict.delayMs : 0).toBeLessThan(context.remainingMs);
      }),
    );
  });
});
