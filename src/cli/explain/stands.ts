// Whether an order may stand, by the outcome of its answer.
import type { Outcome } from '../../internal.ts';

/** Whether an order that was answered so may stand. */
export const stands: Readonly<Record<Outcome | 'ok', string>> = {
  ok: 'ok: yes, this says that it worked',
  rejected: 'rejected: no, this copy of it certainly had no effect',
  unknown: 'unknown: it may; look it up before sending it again',
  partial: 'partial: some of its items stand and some do not',
};

/** For answers that come under HTTP 5xx all the same. */
export const standsUnder5xx: string = 'Under HTTP 5xx nobody can tell whatever the code.';
