import { expect, it } from 'vitest';
import {
  duplicate,
  failFast,
  reconcile,
  refreshClock,
  unlisted,
  whenReplaySafe,
} from '../../src/policies/policy.ts';
import { contextOf } from './context.ts';

const fail = { action: 'fail' };
const ask = { action: 'reconcile' };

it('failFast never tries again', () => {
  expect(failFast()(contextOf())).toEqual(fail);
});

it('reconcile asks, whatever it was', () => {
  expect(reconcile()(contextOf())).toEqual(ask);
});

it('refreshClock refreshes at the first answer and fails at the second in a row', () => {
  const policy = refreshClock();
  expect(policy(contextOf({ inRow: 1, attempt: 3 }))).toEqual({ action: 'refresh-clock' });
  expect(policy(contextOf({ inRow: 2, attempt: 4 }))).toEqual(fail);
});

it('duplicate is a failure of the first attempt, and evidence on a repeat', () => {
  expect(duplicate()(contextOf({ attempt: 1 }))).toEqual(fail);
  expect(duplicate()(contextOf({ attempt: 2 }))).toEqual(ask);
});

it('whenReplaySafe goes again only with what cannot have a second effect', () => {
  const policy = whenReplaySafe(() => ({ action: 'retry', delayMs: 7 }));
  expect(policy(contextOf({ replaySafe: true }))).toEqual({ action: 'retry', delayMs: 7 });
  expect(policy(contextOf({ replaySafe: false }))).toEqual(ask);
});

it('unlisted fails a read and asks about a write', () => {
  expect(unlisted()(contextOf({ replaySafe: true }))).toEqual(fail);
  expect(unlisted()(contextOf({ replaySafe: false }))).toEqual(ask);
});
