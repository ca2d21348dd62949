import { stripVTControlCharacters } from 'node:util';
import { expect, it, vi } from 'vitest';
import { table, width } from '../../src/cli/text.ts';

it('a table whose cells are too long for columns has the last of each row below the others', () => {
  const code = `EOrder:${'x'.repeat(60)}`;
  const rows = [[code, 'rejected', 'words '.repeat(30)]];
  const lines = table(['Code', 'Outcome', 'Text'], rows).map(stripVTControlCharacters);
  expect(lines.slice(0, 2)).toEqual(['Code | Outcome | Text', `${code} | rejected`]);
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines.slice(2)) expect(line).toMatch(/^ {4}words/);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
});

it('a narrow terminal gets narrow lines, but for what has to stay whole to be copied', async () => {
  vi.resetModules();
  vi.stubEnv('COLUMNS', '40');
  const { cli } = await import('./support.ts');
  const asked = [
    ['--help'],
    ['explain', 'mexc-contract', '510'],
    ['list', 'ktx', '--category', 'funds'],
    ['search', 'leverage'],
  ];
  const outputs = await Promise.all(asked.map((argv) => cli(argv)));
  vi.unstubAllEnvs();
  vi.resetModules();
  const lines = outputs.flatMap(({ out }) => stripVTControlCharacters(out).split('\n'));
  expect(lines.length).toBeGreaterThan(60);
  const tooLong = lines.filter((line) => line.length > 40 && !/^Usage|^ *npx /.test(line));
  expect(tooLong).toEqual([]);
});
