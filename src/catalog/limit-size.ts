// How much a limit admits in how much time, and what it may be changed to.
import { badWord, type Place, wordsOf } from '../options/check-value.ts';
import { number, object, record, union } from '../options/kinds.ts';
import type { Kind, Shape } from '../options/shape.ts';
import type { Limit, LimitChange, LimitChanges } from './limit.ts';
import { limitList, refillShape } from './limit-shape.ts';

/** What a limit admits at once, and the time in which all of it comes back; 0 where answers bring it back. */
export interface LimitSize {
  readonly capacity: number;
  readonly windowMs: number;
}

export function sizeOf(limit: Pick<Limit, 'capacity' | 'windowMs' | 'refill'>): LimitSize {
  const { capacity, windowMs = 0, refill } = limit;
  return { capacity, windowMs: refill ? Math.ceil((capacity / refill.units) * refill.everyMs) : windowMs };
}

const changeShape: Shape<Exclude<LimitChange, number>> = { capacity: number(), refill: object(refillShape) };
const changeKind: Kind = union(number(), object(changeShape));

/**
 * Some limits with other capacities.
 * @throws {TypeError} for the name of a limit which there is not, and for a change that a limit cannot have.
 */
export function withChanges(limits: readonly Limit[], changes: LimitChanges, place: Place): readonly Limit[] {
  record(changeKind).check(changes, place.path, place);
  const names = limits.map(({ name }) => name);
  const unknown = Object.keys(changes).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw badWord(place.path, unknown, `names of limits: ${wordsOf(names)}`, place, names);
  const changed = limits.map((limit) => {
    const change = Object.hasOwn(changes, limit.name) ? changes[limit.name] : undefined;
    if (typeof change !== 'number') return { ...limit, ...change };
    return { ...limit, capacity: change };
  });
  limitList.check(changed, place.path, place);
  return changed;
}
