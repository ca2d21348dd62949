// Checks option objects by their tables. One table per object (`Shape`) says of each option what it takes and its default; the
// check, the error for an unknown name and the tables of the documents come from it.
import { badSecret, hiddenText, isReadable, type Place, read, show } from './check-value.ts';
import { suggest } from './suggest.ts';

/** What one option takes. */
export interface Kind {
  /** In words, as they stand after "takes". */
  readonly takes: string;
  /** Whether a value is meant as one of this kind; then `check` says what is wrong in it. */
  readonly is: (value: unknown) => boolean;
  /** @throws {TypeError} that names the option. */
  readonly check: (value: unknown, option: string, place: Place) => void;
  /** The words that it takes, if it takes some alone. */
  readonly words?: readonly string[];
  /** Whether it has no parts that could be wrong by themselves. */
  readonly isPlain?: boolean;
  /** What is meant where the option is left out. */
  readonly fallback?: unknown;
  readonly isRequired?: boolean;
  /** Names that other libraries give to the same option. */
  readonly aliases?: readonly string[];
  /** Of an object or a list: what is inside, for the tables of the documents. */
  readonly inside?: AnyShape;
}

/** The table of any option object. */
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

/**
 * Checks options by their table.
 * @throws {TypeError} for what is no object, an unknown name, a missing option, a wrong value
 */
export function checkShape(shape: AnyShape, given: unknown, place: Place): asserts given is object {
  checkGiven(shape, given, place);
  for (const name of Object.keys(shape)) {
    const kind = shape[name];
    if (kind?.isRequired && Reflect.get(given, name) === undefined)
      kind.check(undefined, place.path + name, place);
  }
}

/** Checks the options that are given, and not that required ones are. */
function checkGiven(shape: AnyShape, given: unknown, place: Place): asserts given is object {
  if (!isReadable(given)) throw badSecret(optionsName(place), given, 'an object', place);
  for (const name of Object.keys(given)) {
    const kind = Object.hasOwn(shape, name) ? shape[name] : undefined;
    const value = read(given, name);
    if (!kind) throw unknownName(shape, name, value, place);
    if (value !== undefined) kind.check(value, place.path + name, place);
  }
}

/** What to call the object itself. */
function optionsName({ owner, path }: Place): string {
  return path === '' ? `${owner} options` : path.replace(/\.$/, '');
}

/** A text is not shown: a misplaced key would be printed. */
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
  const got = `It got ${show(typeof value === 'string' ? hiddenText : value)}.`;
  const told = `\`${owner}\` has no option \`${within}${name.slice(0, 40)}\`.`;
  return new TypeError([told, hint, got, place.closing ?? []].flat().join(' '));
}
