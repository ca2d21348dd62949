import { describe, expect, it } from 'vitest';
import { optionTables } from '../../scripts/options-docs.ts';
import { createGateway, mexcContract } from '../../src/index.ts';
import {
  duration,
  list,
  number,
  object,
  oneOf,
  required,
  text,
  union,
  withDefault,
} from '../../src/options/kinds.ts';
import { type AnyShape, checkShape, resolve, type Shape } from '../../src/options/shape.ts';
import { typeErrorOf } from '../support/failures.ts';

const place = { owner: 'make', path: '' };

interface Tea {
  readonly leaves: number;
  readonly steepMs?: number;
  readonly milk?: boolean | 'oat';
  readonly cups?: readonly { readonly size: number }[];
}

const teaShape: Shape<Tea, 'steepMs'> = {
  leaves: required(number({ min: 1, integer: true })),
  steepMs: withDefault(duration(), 180_000),
  milk: union(oneOf('oat'), {
    takes: 'true or false',
    isPlain: true,
    is: (value) => typeof value === 'boolean',
    check: () => undefined,
  }),
  cups: list(object({ size: required(number({ min: 1, max: 9 })) })),
};

describe('options by their table', () => {
  it('get their defaults, for what is left out and for undefined', () => {
    expect(resolve('tea', teaShape, { leaves: 2 })).toEqual({ leaves: 2, steepMs: 180_000 });
    expect(resolve('tea', teaShape, { leaves: 2, steepMs: undefined } as never)).toEqual({
      leaves: 2,
      steepMs: 180_000,
    });
    expect(resolve('tea', teaShape, { leaves: 2, steepMs: 0 })).toEqual({ leaves: 2, steepMs: 0 });
  });

  it.each<[object | null, string]>([
    [{}, '`tea.leaves` takes a whole number, at least 1; it got undefined.'],
    [{ leaves: 1.5 }, '`tea.leaves` takes a whole number, at least 1; it got 1.5.'],
    [{ leaves: 1, milk: 'cow' }, "`tea.milk` takes 'oat', or true or false; it got 'cow'."],
    [{ leaves: 1, milk: 5 }, "`tea.milk` takes 'oat', or true or false; it got 5."],
    [{ leaves: 1, cups: {} }, '`tea.cups` takes a list; it got an object.'],
    [
      { leaves: 1, cups: [{ size: 3 }, { size: 10 }] },
      '`tea.cups[1].size` takes a number, at least 1, at most 9; it got 10.',
    ],
    [
      { leaves: 1, cups: [{ size: 3, sise: 3 }] },
      '`tea` has no option `tea.cups[0].sise`. Did you mean `tea.cups[0].size`? It got 3.',
    ],
    [
      { leaves: 1, sugar: 'two' },
      '`tea` has no option `sugar`. It takes `leaves`, `steepMs`, `milk`, `cups`. It got a string.',
    ],
    [{ leaves: 1, toString: 5 }, '`tea` has no option `toString`.'],
    [null, '`tea` takes an object; it got null.'],
  ])('say what is wrong: %o', (given, message) => {
    expect(typeErrorOf(() => resolve('tea', teaShape, given as Tea))).toContain(message);
  });

  it('are not held back by a value that cannot be printed', () => {
    const odd = Object.create(null);
    expect(typeErrorOf(() => checkShape({ a: text }, { a: odd }, place))).toBe(
      '`a` takes a string that is not empty; it got an object.',
    );
    expect(typeErrorOf(() => checkShape({ a: text }, { a: Symbol('x') }, place))).toContain(
      'it got Symbol(x).',
    );
    expect(typeErrorOf(() => checkShape({ a: text }, { b: odd }, place))).toContain('It got an object.');
  });
});

/** Every table with those inside it. */
function* tablesIn(shape: AnyShape, title: string): Generator<readonly [string, AnyShape]> {
  yield [title, shape];
  for (const [name, { inside }] of Object.entries(shape))
    if (inside) yield* tablesIn(inside, `${title}.${name}`);
}

const all = optionTables.flatMap(({ title, shape }) => [...tablesIn(shape, title)]);

describe.each(all)('the table of %s', (_, shape) => {
  const names = Object.keys(shape);
  const good = (kind: AnyShape[string] | undefined, value: unknown): boolean =>
    kind !== undefined && typeErrorOf(() => kind.check(value, 'option', place)) === 'taken';

  it('tells a name with a letter too much, too little or in the wrong case, and which was meant', () => {
    for (const name of names) {
      for (const wrong of [`${name}x`, name.slice(0, -1), name.toUpperCase()].filter(
        (one) => !names.includes(one),
      )) {
        const message = typeErrorOf(() => checkShape(shape, { [wrong]: 'secret' }, place));
        expect(message).toContain(`\`make\` has no option \`${wrong.slice(0, 40)}\`.`);
        expect(message).toMatch(/Did you mean `[\w-]+`\?|It takes `/);
        expect(message).not.toContain('secret');
      }
      if (name.length > 4)
        expect(typeErrorOf(() => checkShape(shape, { [`${name}x`]: 1 }, place))).toContain(
          `Did you mean \`${name}\`?`,
        );
    }
  });

  it('refuses for every option what is nothing of its kind, by name and with what it takes', () => {
    const wrongs: readonly unknown[] = [
      null,
      Number.NaN,
      Symbol('x'),
      5n,
      '',
      [[]],
      () => 1,
      { unknown: 1 },
      true,
      -1,
    ];
    for (const name of names) {
      const kind = shape[name];
      const refused = wrongs.filter((value) => !good(kind, value));
      expect(refused.length, name).toBeGreaterThan(0);
      for (const value of refused)
        expect(
          typeErrorOf(() => kind?.check(value, `o.${name}`, place)),
          name,
        ).toContain(`o.${name}`);
    }
  });

  it('takes its own defaults', () => {
    for (const [name, kind] of Object.entries(shape))
      if (kind.fallback !== undefined) expect(good(kind, kind.fallback), name).toBe(true);
  });
});

it('an exchange in the place of the options is told', () => {
  expect(typeErrorOf(() => Reflect.apply(createGateway, undefined, [mexcContract]))).toBe(
    '`createGateway options` takes an object with `exchange`, not the exchange itself; it got an object.',
  );
});
