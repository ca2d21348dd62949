import { expect } from 'vitest';
import type { FaultKind } from '../../src/testing/index.ts';
import type { OrderEnd, Story } from './story.ts';

/** After these, it cannot be known without a look-up whether the order stands. */
const doubtful: ReadonlySet<FaultKind | 'none'> = new Set<FaultKind>([
  'request-lost',
  'answer-lost',
  'error-before',
  'error-after',
  'truncated',
  'cut-json',
  'garbage',
  'html-502',
]);

/** The promise, to the letter. */
export function expectPromiseKept(ends: readonly OrderEnd[]): void {
  const told = ends.map(({ id, end, executed, faults, error }) => ({ id, end, executed, faults, error }));
  expect(told.filter(({ executed }) => executed > 1)).toEqual([]);
  expect(told.filter(({ end, executed }) => end === 'done' && executed === 0)).toEqual([]);
  expect(
    told.filter(({ end, executed }) => (end === 'rejected' || end === 'canceled') && executed > 0),
  ).toEqual([]);
  expect(told.filter(({ end }) => end === 'other')).toEqual([]);
}

/** What else a story promises. */
export function expectStoryTold({ lookUp, aborts }: Story, ends: readonly OrderEnd[]): void {
  const ofUse = ends.filter(({ aborted, faults }) => !aborted && !faults.includes('code'));
  if (lookUp === 'none') {
    const blurred = ofUse.filter(({ faults }) => faults.some((fault) => doubtful.has(fault)));
    expect(blurred.filter(({ end }) => end !== 'unknown')).toEqual([]);
    return;
  }
  const done = ofUse.filter(({ end }) => end === 'done').length;
  const share = ofUse.length === 0 ? 1 : done / ofUse.length;
  const missed = ofUse
    .filter(({ end }) => end !== 'done')
    .map(({ end, error, faults }) => ({ end, error, faults }));
  if (!aborts) expect(share, JSON.stringify(missed)).toBeGreaterThanOrEqual(0.995);
}
