import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extendExchange } from '../../src/catalog/define.ts';
import { mexcContract } from '../../src/catalog/mexc-contract/index.ts';
import { hang, width, wrap } from '../../src/cli/text.ts';
import { both, didYouMean, distance, either, suggest } from '../../src/options/suggest.ts';
import { matchExchange } from '../../src/replay/match-exchange.ts';
import { count, duration, grouped, printable } from '../../src/replay/wording.ts';

describe('an exchange is found', () => {
  it.each([
    ['mexc-contract', 'mexc-contract'],
    ['MEXC', 'mexc-contract'],
    ['mexc', 'mexc-contract'],
    ['mexc_contract', 'mexc-contract'],
    ['mexc-s', 'mexc-spot'],
    ['mexcContract', 'mexc-contract'],
    ['lbank', 'lbank-contract'],
    ['LBank Contract', 'lbank-contract'],
    ['oxfun', 'ox-fun'],
    ['OX.FUN', 'ox-fun'],
    ['kt', 'ktx'],
    ['ChainUp OpenAPI', 'chainup'],
  ])('by the name %s', (name, id) => {
    expect(matchExchange(name)?.id).toBe(id);
  });

  it.each(['', '-', 'binance', 'mex', 'mexcd', 'contract', 'toString'])('not by the name "%s"', (name) => {
    expect(matchExchange(name)).toBeUndefined();
  });

  it('by what begins one name only, or is a whole name', () => {
    const spot = extendExchange(mexcContract, { id: 'mexc', name: 'MEXC spot' });
    const futures = extendExchange(mexcContract, { id: 'mexc-futures', name: 'MEXC futures' });
    const find = (name: string): string | undefined => matchExchange(name, [futures, mexcContract, spot])?.id;
    expect([find('mex'), find('mexc'), find('mexc-f'), find('MEXC C')]).toEqual([
      undefined,
      'mexc',
      'mexc-futures',
      'mexc-contract',
    ]);
  });
});

describe('a word that is none', () => {
  it.each([
    ['explian', 'explain', 1],
    ['explan', 'explain', 1],
    ['exxplain', 'explain', 1],
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['same', 'same', 0],
  ])('%s is so far from %s', (from, to, steps) => {
    expect(distance(from, to)).toBe(steps);
    expect(distance(to, from)).toBe(steps);
  });

  it('is as near to another as that is to it', () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(fc.property(word, word, (a, b) => distance(a, b) === distance(b, a)));
  });

  it('brings the nearest to mind, at most three, and none that is far', () => {
    const known = ['funds', 'found', 'fund', 'bound', 'server'];
    expect(suggest('fnds', known)).toEqual(['funds', 'fund']);
    expect(suggest('Server', known)).toEqual(['server']);
    expect(suggest('mexx', ['ktx', 'mexc-contract'])).toEqual(['mexc-contract']);
    expect(suggest('skew', ['seed', 'clockSkewMs'])).toEqual(['clockSkewMs', 'seed']);
    expect(suggest('xyzzy', known)).toEqual([]);
    expect(didYouMean('xyzzy', known)).toEqual([]);
    expect(didYouMean('serve', known)).toEqual(['Did you mean server?']);
  });

  it('is listed as people do', () => {
    expect([either([]), either(['a']), either(['a', 'b']), both(['a', 'b', 'c'])]).toEqual([
      '',
      'a',
      'a or b',
      'a, b and c',
    ]);
  });
});

describe('text', () => {
  it('is wrapped at spaces, and long words at slashes or anywhere', () => {
    expect(wrap('one two  three', 7)).toEqual(['one two', 'three']);
    expect(wrap('see https://example.com/some/page now', 22)).toEqual([
      'see',
      'https://example.com/',
      'some/page now',
    ]);
    expect(wrap('abcdefgh', 3)).toEqual(['abc', 'def', 'gh']);
    expect(wrap('', 5)).toEqual([]);
    const word = 'x'.repeat(width / 2);
    expect(hang('at: ', `${word} ${word}`)).toEqual([`at: ${word}`, `    ${word}`]);
  });

  it('loses nothing but blanks when wrapped, and never is too wide', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 40 }), (text, most) => {
        const lines = wrap(text, most);
        expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
        expect(lines.every((line) => line.length <= most)).toBe(true);
      }),
    );
  });

  it('from a stranger cannot move the cursor, set a title or run on', () => {
    expect(printable('a\u001b[31mb\r\nc\u0007\u202ed', 80)).toBe('a [31mb c d');
    expect(printable('x'.repeat(50), 10)).toBe(`${'x'.repeat(9)}…`);
  });

  it('says numbers as people do', () => {
    expect([count(1, 'line'), count(0, 'line'), count(1234567, 'line')]).toEqual([
      '1 line',
      '0 lines',
      '1,234,567 lines',
    ]);
    expect([grouped(999), grouped(-45003.5), grouped(1000)]).toEqual(['999', '-45,003.5', '1,000']);
    expect([grouped(0.04), grouped(-0.04), grouped(45_003.26)]).toEqual(['0', '0', '45,003.3']);
    expect([0, 999, 1000, 59_940, 61_000, 3_600_000, 90_000_000].map(duration)).toEqual([
      '0 ms',
      '999 ms',
      '1 s',
      '59.9 s',
      '1 min 1 s',
      '1 h 0 min',
      '25 h 0 min',
    ]);
  });
});
