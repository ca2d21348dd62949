// One answer to a batch, made of the first and of the answers to its repeated items.
import { valueAt } from '../catalog/field.ts';
import { putAt } from '../catalog/put-at.ts';
import { isObject } from '../options/check-value.ts';

/** How the items of a repeat stand in the whole batch. */
export interface Splice {
  /** Items of the whole batch. */
  readonly count: number;
  /** The place of each repeated item in it. */
  readonly places: readonly number[];
  /** Whether the marks around the lists are those of the repeat: all items are good by now. */
  readonly isGood: boolean;
}

/** Whether somewhere in an answer there is a list with as many elements as the batch has items. */
export function hasListOf(value: unknown, count: number): boolean {
  if (Array.isArray(value)) return value.length === count;
  return isObject(value) && Object.values(value).some((member) => hasListOf(member, count));
}

/**
 * Puts the results of a repeat into the lists of the whole answer: those that have an element for each item, in both at the
 * same path. An exchange may have several, such as one of orders and one of codes.
 */
export function spliceAnswer(whole: unknown, repeat: unknown, splice: Splice): unknown {
  const { count, places, isGood } = splice;
  if (Array.isArray(whole)) {
    if (whole.length !== count || !Array.isArray(repeat) || repeat.length !== places.length) return whole;
    const list: unknown[] = [...whole];
    for (const [at, place] of places.entries()) list[place] = repeat[at];
    return list;
  }
  if (!isObject(whole) || !isObject(repeat))
    return isGood && !hasListOf(whole, count) ? (repeat ?? whole) : whole;
  const names = isGood ? [...Object.keys(whole), ...Object.keys(repeat)] : Object.keys(whole);
  return Object.fromEntries(
    names.map((name) => [
      name,
      Object.hasOwn(whole, name) ? spliceAnswer(whole[name], repeat[name], splice) : repeat[name],
    ]),
  );
}

/** Where an answer has what worked and what was refused apart. */
export interface TwoLists {
  /** Dotted paths of the lists. */
  readonly done: string;
  readonly failed: string;
  /** By which the request names the items, each at its place. */
  readonly ids: readonly (string | undefined)[];
  /** The place of an element in the whole batch, by the id that it names; -1: it names none. */
  readonly placeOf: (element: unknown) => number;
}

/** As `spliceAnswer`, for an answer of two lists: what was repeated leaves the refused ones, and comes in where it ended. */
export function spliceTwoLists(
  whole: unknown,
  repeat: unknown,
  { places, isGood }: Splice,
  { done, failed, placeOf }: TwoLists,
): unknown {
  const inOrder = (list: readonly unknown[]): readonly unknown[] =>
    list.toSorted((one, other) => placeOf(one) - placeOf(other));
  const kept = listAt(whole, failed).filter((element) => !places.includes(placeOf(element)));
  const worked = inOrder([...listAt(whole, done), ...listAt(repeat, done)]);
  const refused = inOrder([...kept, ...listAt(repeat, failed)]);
  return putAt(putAt(isGood ? repeat : whole, done, worked), failed, refused);
}

function listAt(value: unknown, path: string): readonly unknown[] {
  const list = valueAt(value, path);
  return Array.isArray(list) ? list : [];
}
