import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
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
