// The kinds of options that a `Shape` is made of.
import {
  attempt,
  bad,
  badSecret,
  badWord,
  checkNumber,
  checkOneOf,
  isReadable,
  type NumberRule,
  numberWords,
  type Place,
  read,
  unreadable,
  wordsOf,
} from './check-value.ts';
import { type AnyShape, checkShape, type Kind } from './shape.ts';

/** A number within `rule`. */
export function number(rule: NumberRule = {}): Kind {
  return {
    takes: numberWords(rule),
    isPlain: true,
    is: (value) => typeof value === 'number',
    check: (value, option, place) => {
      checkNumber(option, value, rule, place);
    },
  };
}

/** A duration in milliseconds. */
export function duration(rule: NumberRule = { min: 0 }): Kind {
  return number({ ...rule, unit: 'milliseconds' });
}

/** One of some words. */
export function oneOf(...words: readonly string[]): Kind {
  return {
    takes: wordsOf(words),
    words,
    isPlain: true,
    is: (value) => typeof value === 'string',
    check: (value, option, place) => checkOneOf(option, value, words, place),
  };
}

export const flag: Kind = only('true or false', (value) => typeof value === 'boolean');
export const func: Kind = only('a function', (value) => typeof value === 'function');
export const text: Kind = only(
  'a string that is not empty',
  (value) => typeof value === 'string' && value !== '',
);

/** A dotted path into an answer or a body: `result.list.0`. */
export const fieldPath: Kind = only(
  "a path of names with dots between them, such as 'result.code'",
  (value) => typeof value === 'string' && /^[^.]+(?:\.[^.]+)*$/.test(value),
);

/** With the flags g and y it would go on from its last match, and miss every other answer. */
export const pattern: Kind = only(
  'a regular expression without the flags g and y',
  (value) => value instanceof RegExp && !value.global && !value.sticky,
);

/** A kind that a predicate decides. `takes`: what it takes, in words that stand after "takes". */
export function only(takes: string, accepts: (value: unknown) => boolean): Kind {
  return judged(takes, accepts, bad);
}

function judged(takes: string, accepts: (value: unknown) => boolean, fault: typeof bad): Kind {
  const is = (value: unknown): boolean => attempt(() => value !== unreadable && accepts(value), false);
  return {
    takes,
    is,
    check: (value, option, place) => {
      if (!is(value)) throw fault(option, value, takes, place);
    },
  };
}

/** As `only`, for a value that could be a key: it is not shown in the error. */
export function secret(takes: string, accepts: (value: unknown) => boolean): Kind {
  return judged(takes, accepts, badSecret);
}

/** An option object inside another. `also` checks what no single option shows. A text in its place could be a key. */
export function object<Options extends object>(
  shape: { readonly [Name in keyof Options]-?: Kind },
  also?: (value: Options, place: Place) => void,
  takes = 'an object',
): Kind {
  const inside: AnyShape = shape as AnyShape;
  return {
    takes,
    is: isReadable,
    check: (value, option, place) => {
      if (!isReadable(value)) throw badSecret(option, value, takes, place);
      const here = { ...place, path: `${option}.` };
      checkShape(inside, value, here);
      also?.(value as Options, here);
    },
    inside,
  };
}

function isList(value: unknown): value is readonly unknown[] {
  return attempt(() => Array.isArray(value) && value.length >= 0, false);
}

/** A list of one kind. `also` checks the whole. */
export function list(
  of: Kind,
  also?: (values: readonly unknown[], option: string, place: Place) => void,
  takes = 'a list',
): Kind {
  return {
    takes,
    is: isList,
    check: (value, option, place) => {
      if (!isList(value)) throw bad(option, value, takes, place);
      for (const [at, one] of value.entries()) of.check(one, `${option}[${at}]`, place);
      also?.(value, option, place);
    },
    ...(of.inside && { inside: of.inside }),
  };
}

/** An object with names of the user's own. */
export function record(of: Kind, takes = 'an object'): Kind {
  return {
    takes,
    is: isReadable,
    check: (value, option, place) => {
      if (!isReadable(value)) throw bad(option, value, takes, place);
      for (const name of Object.keys(value))
        of.check(read(value, name), `${option}['${name.slice(0, 40)}']`, place);
    },
  };
}

/** Checks one kind of a union; the error names all kinds. */
function checkPlain(kind: Kind, value: unknown, option: string, place: Place, takes: string): void {
  try {
    kind.check(value, option, place);
  } catch {
    throw badWord(option, value, takes, place, kind.words ?? []);
  }
}

/** One of several kinds: the first that the value is meant as checks it. */
export function union(...kinds: readonly Kind[]): Kind {
  const takes = kinds.map((kind) => kind.takes).join(', or ');
  const inside = kinds.find((kind) => kind.inside)?.inside;
  return {
    takes,
    is: (value) => kinds.some((kind) => kind.is(value)),
    check: (value, option, place) => {
      const meant = kinds.find((kind) => kind.is(value));
      if (!meant) throw bad(option, value, takes, place);
      if (meant.isPlain) checkPlain(meant, value, option, place, takes);
      else meant.check(value, option, place);
    },
    ...(inside && { inside }),
  };
}

/** `false`, which switches a whole object off. */
export const none: Kind = only('false', (value) => value === false);

/** Has to be given. `aliases` are names that other libraries have for it. */
export function required(kind: Kind, ...aliases: readonly string[]): Kind {
  return { ...kind, isRequired: true, aliases };
}

/** Names that other libraries have for the same option. */
export function alsoCalled(kind: Kind, ...aliases: readonly string[]): Kind {
  return { ...kind, aliases };
}

/** An option that has a default. */
export function withDefault<Value>(kind: Kind, fallback: Value): Kind & { readonly fallback: Value } {
  return { ...kind, fallback };
}
