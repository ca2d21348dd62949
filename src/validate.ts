import { suggest } from './suggest.ts';

/**
 * Checks of what users pass in. One table per option object (`Shape`) says of each option what it takes and its default;
 * the check, the error for an unknown name and the tables of the documents come from it. A mistake throws once, early,
 * and names the option, the value and what it takes.
 */

/** What one option takes. */
export interface Kind {
  /** In words, as they stand after "takes". */
  readonly takes: string;
  /** Whether a value is meant as one of this kind; then `check` judges what is wrong in it. */
  readonly is: (value: unknown) => boolean;
  /** @throws {TypeError} that names the option. */
  readonly check: (value: unknown, option: string, place: Place) => void;
  /** Nothing is inside of it that could be wrong by itself. */
  readonly isPlain?: boolean;
  /** What is meant where the option is left out. */
  readonly fallback?: unknown;
  readonly isRequired?: boolean;
  /** Names that other libraries give to the same option. */
  readonly aliases?: readonly string[];
  /** Of an object or a list: what is inside, for the tables of the documents. */
  readonly inside?: AnyShape;
}

/** Where a value stands. */
export interface Place {
  /** The function that was called. */
  readonly owner: string;
  /** Begins every name of an option: `breaker.`. */
  readonly path: string;
  /** Begins every sentence. @default nothing */
  readonly opening?: string;
}

export type AnyShape = Readonly<Record<string, Kind>>;

/** The table of an option object: a line for each option, and a default for those of `Defaulted`. */
export type Shape<Options extends object, Defaulted extends keyof Options = never> = {
  readonly [Name in keyof Options]-?: Name extends Defaulted
    ? Kind & { readonly fallback: NonNullable<Options[Name]> }
    : Kind;
};

/** Options with their defaults in place. */
export type Resolved<Options extends object, Defaulted extends keyof Options> = Omit<Options, Defaulted> & {
  readonly [Name in Defaulted]-?: NonNullable<Options[Name]>;
};

/**
 * Checks options by their table and fills in the defaults; `undefined` counts as left out.
 * @param where the function that they were given to, whose name begins those of its options; or a place
 * @throws {TypeError} that names the option, the value it got and what it takes.
 */
export function resolve<Options extends object, Defaulted extends keyof Options = never>(
  where: string | Place,
  shape: Shape<Options, Defaulted>,
  given: Options,
): Resolved<Options, Defaulted> {
  checkShape(shape, given, typeof where === 'string' ? { owner: where, path: `${where}.` } : where);
  const defaults = Object.entries<Kind>(shape).map(([name, { fallback }]) => [name, fallback]);
  const own = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries([...defaults.filter(([, value]) => value !== undefined), ...own]) as Resolved<
    Options,
    Defaulted
  >;
}

/** @throws {TypeError} for what is no object, an unknown name, a missing option, a wrong value. */
export function checkShape(shape: AnyShape, given: unknown, place: Place): asserts given is object {
  checkGiven(shape, given, place);
  for (const name of Object.keys(shape)) {
    const kind = shape[name];
    if (kind?.isRequired && Reflect.get(given, name) === undefined)
      kind.check(undefined, place.path + name, place);
  }
}

/** As `checkShape`, for a table in which nothing is required: calls are checked one by one, so it looks at no more. */
function checkGiven(shape: AnyShape, given: unknown, place: Place): asserts given is object {
  if (!isObject(given)) throw bad(optionsName(place), given, 'an object', place);
  for (const name of Object.keys(given)) {
    const kind = Object.hasOwn(shape, name) ? shape[name] : undefined;
    const value: unknown = Reflect.get(given, name);
    if (!kind) throw unknownName(shape, name, value, place);
    if (value !== undefined) kind.check(value, place.path + name, place);
  }
}

/** What to call the object itself. */
function optionsName({ owner, path }: Place): string {
  return path === '' ? `${owner} options` : path.replace(/\.$/, '');
}

/** The value is not shown: who misplaces a key has it printed. */
function unknownName(shape: AnyShape, name: string, value: unknown, place: Place): TypeError {
  const { owner, path } = place;
  const within = path === `${owner}.` ? '' : path;
  const names = Object.keys(shape);
  const alias = names.filter((one) => shape[one]?.aliases?.includes(name));
  const [near] = [...alias, ...suggest(name, names)];
  const hint =
    near !== undefined
      ? `Did you mean \`${within}${near}\`?`
      : `It takes ${names.map((one) => `\`${one}\``).join(', ')}.`;
  return new TypeError(
    `\`${owner}\` has no option \`${within}${name.slice(0, 40)}\`. ${hint} It got ${show(typeof value === 'string' ? hiddenText : value)}.`,
  );
}

/** The one sentence of every wrong value. */
export function bad(option: string, value: unknown, takes: string, place?: Place): TypeError {
  return new TypeError(`${place?.opening ?? ''}\`${option}\` takes ${takes}; it got ${show(value)}.`);
}

/** As `bad`, where a text could be a key: it is not shown. */
export function badSecret(option: string, value: unknown, takes: string, place?: Place): TypeError {
  return bad(option, typeof value === 'string' ? hiddenText : value, takes, place);
}

/** Stands for a text in messages. */
const hiddenText = Symbol('a string');

/** Never the inside of an object or a function: it may hold keys. */
function show(value: unknown): string {
  if (typeof value === 'string') return `'${value.slice(0, 40)}'`;
  if (Array.isArray(value)) return 'a list';
  if (value instanceof RegExp) return String(value).slice(0, 40);
  if (typeof value === 'function') return 'a function';
  if (value === hiddenText) return 'a string';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export interface NumberRule {
  readonly min?: number;
  readonly max?: number;
  readonly integer?: boolean;
  readonly finite?: boolean;
}

export function checkNumber(option: string, value: unknown, rule: NumberRule = {}, place?: Place): number {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = rule;
  if (typeof value === 'number' && value >= min && value <= max && isOfKind(value, rule)) return value;
  throw bad(option, value, numberWords(rule), place);
}

function isOfKind(value: number, { integer = false, finite = false }: NumberRule): boolean {
  return integer ? Number.isInteger(value) : !finite || Number.isFinite(value);
}

/** "a whole number, at least 1, at most 20". */
export function numberWords({ min = Number.NEGATIVE_INFINITY, max, integer, finite }: NumberRule): string {
  const kind = integer ? 'a whole number' : finite ? 'a finite number' : 'a number';
  const range = [
    min > Number.NEGATIVE_INFINITY && `at least ${min}`,
    max !== undefined && max < Number.POSITIVE_INFINITY && `at most ${max}`,
  ].filter(Boolean);
  return [kind, ...range].join(', ');
}

export function checkOneOf(option: string, value: unknown, allowed: readonly string[], place?: Place): void {
  if (typeof value === 'string' && allowed.includes(value)) return;
  throw bad(option, value, wordsOf(allowed), place);
}

/** "'ip' or 'account'". */
export function wordsOf(allowed: readonly string[]): string {
  return allowed.map((one) => `'${one}'`).join(' or ');
}

export function checkFunction(option: string, value: unknown): void {
  if (typeof value !== 'function') throw bad(option, value, 'a function');
}

export function checkObject(option: string, value: unknown): asserts value is object {
  if (typeof value !== 'object' || value === null) throw bad(option, value, 'an object');
}
