// How much a limit admits in how much time, and what it may be changed to.
import { bad, isObject, type Place } from '../options/check-value.ts';
import type { Limit, LimitChange, LimitChanges } from './limit.ts';
import { limitList } from './limit-shape.ts';

/** What a limit admits at once, and the time in which all of it comes back; 0 where answers bring it back. */
export interface LimitSize {
  readonly capacity: number;
  readonly windowMs: number;
}

export function sizeOf(limit: Pick<Limit, 'capacity' | 'windowMs' | 'refill' | 'inFlight'>): LimitSize {
  const { capacity = 0, windowMs = 0, refill, inFlight } = limit;
  if (inFlight !== undefined) return { capacity: inFlight, windowMs: 0 };
  return { capacity, windowMs: refill ? Math.ceil((capacity / refill.units) * refill.everyMs) : windowMs };
}

/**
 * Some limits with other capacities.
 * @throws {TypeError} for the name of a limit which there is not, and for a change that a limit cannot have.
 */
export function withChanges(limits: readonly Limit[], changes: LimitChanges, place: Place): readonly Limit[] {
  if (!isObject(changes)) throw bad(place.path, changes, 'an object of limits by their names', place);
  for (const name of Object.keys(changes)) {
    if (limits.some((limit) => limit.name === name)) continue;
    const names = limits.map((limit) => `'${limit.name}'`).join(', ');
    throw bad(place.path, name, ['the names of limits', names].filter(Boolean).join(': '), place);
  }
  const changed = limits.map((limit) => {
    const change = Object.hasOwn(changes, limit.name) ? changes[limit.name] : undefined;
    return change === undefined ? limit : { ...limit, ...changeOf(limit, change, place) };
  });
  limitList.check(changed, place.path, place);
  return changed;
}

function changeOf(limit: Limit, change: LimitChange, place: Place): Partial<Limit> {
  if (typeof change === 'number')
    return limit.inFlight === undefined ? { capacity: change } : { inFlight: change };
  const option = `${place.path}["${limit.name}"]`;
  if (!isObject(change))
    throw bad(option, change, 'a number, or an object of `capacity` and `refill`', place);
  for (const name of Object.keys(change)) {
    if (name !== 'capacity' && name !== 'refill')
      throw bad(option, change, `no \`${name.slice(0, 40)}\``, place);
  }
  if (change.refill && !limit.refill)
    throw bad(`${option}.refill`, change.refill, 'nothing: it is no bucket', place);
  return change;
}
