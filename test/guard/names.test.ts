// How the files of `src` are named, begun and kept short; each rule reports all places that break it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const names = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).map((name) =>
  name.replaceAll('\\', '/'),
);
const files = names
  .filter((name) => /\.c?ts$/.test(name))
  .map((name) => ({
    name,
    lines: readFileSync(join(root, 'src', name), 'utf8')
      .trimEnd()
      .split('\n'),
  }));

const declaration = /^(?:export )?(?:declare )?(?:abstract )?(?:interface|type|class|enum) (\w+)/;
/** Tables of codes are as long as what the exchange documents. */
const table = /^catalog\/[\w-]+\/codes\.ts$/;
const mostLines = 200;

test('no name of a type is declared twice', () => {
  const homes = new Map<string, string[]>();
  for (const { name, lines } of files) {
    const declared = lines.flatMap((line) => declaration.exec(line)?.[1] ?? []);
    for (const one of new Set(declared)) homes.set(one, [...(homes.get(one) ?? []), name]);
  }
  expect([...homes].filter(([, where]) => where.length > 1)).toEqual([]);
});

/** By a comment in the first three lines, or by that of its first export. */
function saysWhatItIsFor(lines: readonly string[]): boolean {
  if (lines.slice(0, 3).some((line) => /^(?:\/\/|\/\*\*) ?\S/.test(line) || line === '/**')) return true;
  const first = lines.findIndex((line) => line.startsWith('export ') && !/^export (?:type )?\{/.test(line));
  return first > 0 && lines[first - 1]?.endsWith('*/') === true;
}

test('each file begins with a line that says what it is for', () => {
  expect(files.filter(({ lines }) => !saysWhatItIsFor(lines)).map(({ name }) => name)).toEqual([]);
});

test(`no file has more than ${mostLines} lines, but for tables of codes`, () => {
  const long = files.filter(({ name, lines }) => lines.length > mostLines && !table.test(name));
  expect(long.map(({ name, lines }) => `${name}: ${lines.length}`)).toEqual([]);
});

/** Their tests run over every exchange of `catalog/built-in.ts`, so that a new one needs none of its own. */
const exchangeFolder = /^catalog\/[\w-]+$/;

test('each folder has its tests: a folder of its name, or inside another a file', () => {
  const tests = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' }).map((name) =>
    name.replaceAll('\\', '/'),
  );
  const folders = [...new Set(files.map(({ name }) => name.split('/').slice(0, -1).join('/')))];
  const due = folders.filter((folder) => folder !== '' && !exchangeFolder.test(folder));
  const hasTests = (folder: string): boolean =>
    tests.includes(folder) || (folder.includes('/') && tests.some((name) => name.startsWith(folder)));
  expect(due.filter((folder) => !hasTests(folder))).toEqual([]);
});
