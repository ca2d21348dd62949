import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderCodes } from '../../scripts/exchange-codes.ts';
import { renderExchange } from '../../scripts/exchange-docs.ts';
import { renderAll, renderShort } from '../../scripts/exchange-table.ts';
import { builtIn, exchanges } from '../../src/catalog/built-in.ts';
import type { Exchange } from '../../src/catalog/exchange.ts';
import { describeDecision } from '../../src/policies/describe-decision.ts';
import { tableRows } from './seeds.ts';

const folder = new URL('../../docs/exchanges/', import.meta.url);
const command = 'UPDATE_DOCS=1 npx vitest run test/catalog/docs.test.ts';
const isUpdate = process.env['UPDATE_DOCS'] === '1';

describe.each(exchanges)('the page of $id', (exchange) => {
  const file = new URL(`${exchange.id}.md`, folder);
  const page = renderExchange(exchange);

  it('is what the catalog says', () => {
    if (isUpdate) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, page);
    }
    const found = existsSync(file) ? readFileSync(file, 'utf8') : '';
    expect(found === page, `docs/exchanges/${exchange.id}.md is out of date: ${command}`).toBe(true);
  });

  it('has a line for every code of every namespace', () => {
    const first = new Set(page.split('\n').map((line) => /^\| `([^`]+)`(?: †)? \|/.exec(line)?.[1]));
    const codes = [...exchange.codes.rest.keys(), ...exchange.codes.ws.keys()];
    expect(codes.filter((code) => !first.has(code))).toEqual([]);
  });

  it('marks what is not in the published table', () => {
    const beyond = tableRows(exchange).filter(([, , , , more]) => more?.source !== undefined);
    for (const [code] of beyond) expect(page).toContain(`| \`${code}\` † |`);
    expect(page.match(/^\| `[^`]+` † \|/gm) ?? []).toHaveLength(beyond.length);
  });

  it('has tables whose lines are of one width', () => {
    for (const block of page.split('\n\n').filter((part) => part.startsWith('|'))) {
      const widths = block
        .trim()
        .split('\n')
        .map((line) => line.replaceAll('\\|', '').split('|').length);
      expect(new Set(widths).size, block.slice(0, 60)).toBe(1);
    }
  });
});

it('the type of codes of each exchange is what its tables list', () => {
  const stale = Object.entries(builtIn).flatMap(([name, exchange]) => {
    const file = new URL(`../../src/catalog/${exchange.id}/code.ts`, import.meta.url);
    const text = renderCodes(name, exchange);
    if (isUpdate) writeFileSync(file, text);
    return existsSync(file) && readFileSync(file, 'utf8') === text ? [] : [exchange.id];
  });
  expect(stale, command).toEqual([]);
});

describe('the table of all exchanges', () => {
  const readme = new URL('../../README.md', import.meta.url);
  const marked = /(?<=<!-- exchanges -->\n)[\s\S]*?(?=\n<!-- \/exchanges -->)/;

  it.each([
    ['docs/exchanges/index.md', new URL('index.md', folder), () => renderAll(exchanges)],
    ['README.md', readme, (text: string) => text.replace(marked, () => renderShort(exchanges))],
  ] as const)('is in %s what the catalog says', (name, file, render) => {
    const found = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const expected = render(found);
    if (isUpdate) writeFileSync(file, expected);
    expect(isUpdate || found === expected, `${name} is out of date: ${command}`).toBe(true);
    for (const { id } of exchanges) expect(expected, id).toContain(`/${id}.md)`);
  });

  it('says of which day the documents were', () => {
    const silent = renderShort(exchanges)
      .split('\n')
      .filter((line) => line.includes('not noted'));
    const ids = silent.map((line) => /`([\w-]+)`/.exec(line)?.[1]);
    expect(ids, 'say "As of 2026-07-24." in a comment of its codes.ts').toEqual(['lbank-contract']);
  });
});

it('no page is left of an exchange that is gone', () => {
  const expected = ['index.md', ...exchanges.map(({ id }) => `${id}.md`)].sort();
  expect(readdirSync(folder).sort(), command).toEqual(expected);
});

describe('what we do', () => {
  const told = (id: string, code: string): string | undefined => {
    const exchange: Exchange | undefined = exchanges.find((candidate) => candidate.id === id);
    const entry = exchange?.codes.rest.get(code);
    return exchange && entry && describeDecision(exchange, entry);
  };

  it.each([
    ['mexc-contract', '0', 'hands it over'],
    ['mexc-contract', '510', 'its limit pauses, then again'],
    ['mexc-contract', '513', 'clock refreshed, signed and sent again; the second time: fails at once'],
    ['mexc-contract', '2005', 'fails at once'],
    ['mexc-contract', '603', 'fails at once; the second time: looked up before anything else'],
    ['mexc-contract', '500', 'reads: again, later and later; writes: looked up before anything else'],
    ['ktx', '-21000', 'reads: fails at once; writes: looked up before anything else'],
    ['ktx', '-21213', 'reads: fails at once; writes: looked up before anything else'],
    ['chainup', '-1016', 'again, later and later'],
  ])('of %s %s: %s', (id, code, words) => {
    expect(told(id, code)).toBe(words);
  });
});
