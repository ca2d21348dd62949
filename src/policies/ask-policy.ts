// Calls a policy, which may be the user's, and checks what it returns.

import { silencePromise } from '../answers/silence-promise.ts';
import type { Decision, Policy, PolicyContext } from '../decision.ts';
import { isAmount } from '../options/check-value.ts';
import { isPromise } from '../options/is-promise.ts';
import { type ActionName, actions } from './actions.ts';

/** What a policy wants, and what was wrong with it if something was. */
export interface AskedPolicy {
  readonly wanted: Decision;
  /** What it threw, or a `TypeError` that says what is wrong with its answer. */
  readonly fault?: unknown;
}

const fail: Decision = Object.freeze({ action: 'fail' });

/**
 * A policy that throws, or returns what is no decision, counts as one that fails. It gets a copy of the context, so that
 * it cannot change ours.
 */
export function askPolicy(policy: Policy, context: PolicyContext): AskedPolicy {
  try {
    const answer: unknown = policy({ ...context });
    const wanted = decisionIn(answer);
    if (wanted) return { wanted };
    silencePromise(answer);
    return { wanted: fail, fault: wrong(answer) };
  } catch (fault) {
    return { wanted: fail, fault };
  }
}

/** A copy, so that what was checked is what is used, whatever getters the value has. */
function decisionIn(answer: unknown): Decision | undefined {
  if (typeof answer !== 'object' || answer === null || !('action' in answer)) return undefined;
  const { action } = answer;
  if (!isAction(action)) return undefined;
  if (action === 'refresh-clock') return refreshIn(answer);
  if (action !== 'retry') return { action };
  if (!('delayMs' in answer)) return undefined;
  const { delayMs } = answer;
  const pause: unknown = Reflect.get(answer, 'pause');
  if (!isAmount(delayMs)) return undefined;
  if (pause !== undefined && typeof pause !== 'boolean') return undefined;
  return { action, delayMs, ...(pause !== undefined && { pause }) };
}

function refreshIn(answer: object): Decision | undefined {
  const offByMs: unknown = Reflect.get(answer, 'offByMs');
  if (offByMs === undefined) return { action: 'refresh-clock' };
  return isAmount(offByMs) ? { action: 'refresh-clock', offByMs } : undefined;
}

function isAction(value: unknown): value is ActionName {
  return typeof value === 'string' && Object.hasOwn(actions, value);
}

function wrong(answer: unknown): TypeError {
  const plain = Object.keys(actions).filter((action) => action !== 'retry');
  const list = plain
    .toSorted()
    .map((action) => `'${action}'`)
    .join(' | ');
  const takes = `{ action: ${list} }, or { action: 'retry', delayMs, pause? } with \`delayMs\` a finite number of at least 0 and \`pause\` true or false`;
  return new TypeError(`A policy returns ${takes}; it got ${shown(answer)}.`);
}

function shown(answer: unknown): string {
  if (typeof answer !== 'object' || answer === null)
    return typeof answer === 'function' ? 'a function' : String(answer).slice(0, 40);
  if (isPromise(answer)) return 'a promise';
  const parts = ['action', 'delayMs', 'pause'].filter((name) => name in answer);
  return parts.length === 0
    ? 'an object'
    : `{ ${parts.map((name) => `${name}: ${scalar(Reflect.get(answer, name))}`).join(', ')} }`;
}

function scalar(value: unknown): string {
  return typeof value === 'object' && value !== null ? 'an object' : String(value).slice(0, 40);
}
