import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { linesOf, type OptionLine, optionTables, renderOptions } from '../../scripts/options-docs.ts';

const page = new URL('../../docs/options.md', import.meta.url);
const command = 'UPDATE_DOCS=1 npx vitest run test/docs/options.test.ts';

it('the page of all options is what the tables say that check them', () => {
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(page, renderOptions());
  const found = existsSync(page) ? readFileSync(page, 'utf8') : '';
  expect(found === renderOptions(), `docs/options.md is out of date: ${command}`).toBe(true);
});

describe.each(optionTables.map((table) => [table.title, table] as const))('%s', (_, table) => {
  const lines = linesOf(table);

  it('says of every option what it does, where editors show it', () => {
    expect(lines.filter(({ prose }) => prose === '').map(({ name }) => name)).toEqual([]);
  });

  it('says the defaults that the code has', () => {
    const isTold = ({ fallback, byComment = '' }: OptionLine): boolean =>
      typeof fallback === 'string'
        ? /^'\w*'$/.test(byComment)
        : ['number', 'boolean'].includes(typeof fallback);
    const plain = lines.filter(isTold);
    const said = plain.map(({ name, byComment = '' }) => [
      name,
      byComment.replaceAll('_', '').replaceAll("'", ''),
    ]);
    expect(said).toEqual(plain.map(({ name, fallback }) => [name, String(fallback)]));
  });
});
