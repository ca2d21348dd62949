// Checks of single values that users pass in, and the one error for a wrong value.
import { didYouMean, either } from './suggest.ts';

/** Where a value stands in what the user passed, for the error's words. */
export interface Place {
  /** The function that was called. */
  readonly owner: string;
  /** Begins every name of an option: `breaker.`. */
  readonly path: string;
  /** Begins every sentence. @default nothing */
  readonly opening?: string;
  /** Ends every message: what it means for what was asked for. @default nothing */
  readonly closing?: string;
}

/** The error for a wrong value. `takes`: what the option takes, in words that stand after "takes". */
export function bad(option: string, value: unknown, takes: string, place?: Place): TypeError {
  return badWord(option, value, takes, place, []);
}

/** As `bad`, where words are known: one of them may have been meant. */
export function badWord(
  option: string,
  value: unknown,
  takes: string,
  place: Place | undefined,
  known: readonly string[],
): TypeError {
  const told = `${place?.opening ?? ''}\`${option}\` takes ${takes}; it got ${show(value)}.`;
  const hint = typeof value === 'string' ? didYouMean(value, known, (word) => `'${word}'`) : [];
  return new TypeError([told, ...hint, place?.closing ?? []].flat().join(' '));
}

/** As `bad`, for a value that could be a key: a text is not shown. */
export function badSecret(option: string, value: unknown, takes: string, place?: Place): TypeError {
  return bad(option, typeof value === 'string' ? hiddenText : value, takes, place);
}

/** In place of a text that is not to be shown. */
export const hiddenText: unique symbol = Symbol('a string');

/** In place of a value whose getter throws. */
export const unreadable: unique symbol = Symbol('what cannot be read');

/** A value in an error's words: never the inside of an object or a function, which may hold keys, nor a URL's user. */
export function show(value: unknown): string {
  if (typeof value === 'string') return `'${value.replace(/\/\/[^/]*@/, '//***@').slice(0, 40)}'`;
  if (typeof value === 'function') return 'a function';
  if (value === hiddenText || value === unreadable) return String(value.description);
  if (typeof value !== 'object' || value === null) return String(value);
  return attempt(() => showObject(value), 'an object that cannot be read');
}

function showObject(value: object): string {
  if (Array.isArray(value)) return 'a list';
  if (value instanceof RegExp) return String(value).slice(0, 40);
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  return kind === 'Object' ? 'an object' : `an object (${kind.slice(0, 40)})`;
}

/** A member of what a user gave. */
export function read(given: object, name: string): unknown {
  return attempt(() => Reflect.get(given, name), unreadable);
}

/** What `look` returns, and the other where a getter or a proxy throws. */
export function attempt<Value, Other>(look: () => Value, other: Other): Value | Other {
  try {
    return look();
  } catch {
    return other;
  }
}

/** Whether it is an object, and no list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether members of its own are all that it holds: those of a Map, a promise or a class's getters would be ignored. */
export function isReadable(value: unknown): value is Readonly<Record<string, unknown>> {
  return attempt(() => isObject(value) && (isPlain(value) || Object.keys(value).length > 0), false);
}

/** Whether it has no prototype, or that of a plain object of any realm. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Whether it is a finite number that is not below 0. */
export function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/** Which numbers an option takes. @default any */
export interface NumberRule {
  readonly min?: number;
  readonly max?: number;
  readonly integer?: boolean;
  readonly finite?: boolean;
  /** What it counts. @default nothing is said */
  readonly unit?: 'milliseconds';
}

/** @throws {TypeError} for what is no number, or none that fits `rule` */
export function checkNumber(option: string, value: unknown, rule: NumberRule, place?: Place): number {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = rule;
  if (typeof value === 'number' && value >= min && value <= max && isOfKind(value, rule)) return value;
  throw bad(option, value, numberWords(rule), place);
}

function isOfKind(value: number, { integer = false, finite = false }: NumberRule): boolean {
  return integer ? Number.isInteger(value) : !finite || Number.isFinite(value);
}

/** "a whole number, at least 1, at most 20". */
export function numberWords({
  min = Number.NEGATIVE_INFINITY,
  max,
  integer,
  finite,
  unit,
}: NumberRule): string {
  const what = integer ? 'a whole number' : finite ? 'a finite number' : 'a number';
  const kind = unit === undefined ? what : `${what} of ${unit}`;
  const range = [
    min > Number.NEGATIVE_INFINITY && `at least ${min}`,
    max !== undefined && max < Number.POSITIVE_INFINITY && `at most ${max}`,
  ].filter(Boolean);
  return [kind, ...range].join(', ');
}

/** @throws {TypeError} for what is none of the words */
export function checkOneOf(option: string, value: unknown, allowed: readonly string[], place?: Place): void {
  if (typeof value === 'string' && allowed.includes(value)) return;
  throw badWord(option, value, wordsOf(allowed), place, allowed);
}

/** "'read', 'order' or 'cancel'". */
export function wordsOf(allowed: readonly string[]): string {
  return either(allowed.map((one) => `'${one}'`));
}

/** @throws {TypeError} for what is no object; a list is one */
export function checkObject(option: string, value: unknown): asserts value is object {
  if (typeof value !== 'object' || value === null) throw bad(option, value, 'an object');
}
