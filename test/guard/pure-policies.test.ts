import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const files = ['src/answers', 'src/policies'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`),
);

/** A clock, a timer, chance: what makes the same arguments give another result. */
const impure =
  /\bDate\.now\b|\bnew Date\(\)|\bperformance\b|\bhrtime\b|\bset(?:Timeout|Interval|Immediate)\b|\bqueueMicrotask\b|\bMath\.random\b|\bcrypto\b/;
/**
 * What a module keeps between calls: a variable, or a collection that begins empty. A `WeakMap` only remembers what follows
 * from the value that it is asked for.
 */
const state = /^(?:export )?(?:let |const \w+[^=]*= new (?:Map|WeakSet|Set)(?:<[^()]*>)?\(\))/;
/** The public door, whose caller need not say what time it is. */
const door =
  'export function classify(exchange: Exchange, answer: RawAnswer, nowMs: number = Date.now()): Classification {';

const code = (line: string): string => line.replace(/^\s*(?:\/\*\*|\*|\/\/).*|\s\/\/ .*/, '');
const lines = files.flatMap((file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .map((line, at) => ({ where: `${file}:${at + 1}`, text: code(line) })),
);

it('what reads answers and what decides name no clock, no timer and no chance, but for the public door', () => {
  expect(files.length).toBeGreaterThan(20);
  const found = lines.filter(({ text }) => impure.test(text) && text !== door);
  expect(found.map(({ where, text }) => `${where} ${text.trim()}`)).toEqual([]);
  expect(lines.filter(({ text }) => text === door)).toHaveLength(1);
});

it('and keep nothing between calls', () => {
  const found = lines.filter(({ text }) => state.test(text));
  expect(found.map(({ where, text }) => `${where} ${text.trim()}`)).toEqual([]);
});
