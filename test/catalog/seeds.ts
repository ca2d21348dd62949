import { readdirSync, readFileSync } from 'node:fs';
import type { Row } from '../../src/catalog/entry.ts';
import type { Exchange } from '../../src/catalog/exchange.ts';

/** All rows of the table of a definition. */
export function tableRows({ spec }: Exchange): readonly Row[] {
  const { rows } = spec.table;
  return typeof rows === 'function' ? rows() : rows;
}

/** The rows of the published table: those of another source stand beyond it. */
export function publishedRows(exchange: Exchange): readonly Row[] {
  return tableRows(exchange).filter(([, , , , more]) => more?.source === undefined);
}

/** A row as the published table has it: code, text, symbolic name. */
export type SeedRow = readonly [code: string, text: string, name: string | undefined];

/** One parser per page: the five were published in five formats. */
export const seedRows: Readonly<Record<string, () => SeedRow[]>> = {
  ktx: () => markdownTable(read('000_')),
  'mexc-contract': () => gluedTable(read('001_')),
  'lbank-contract': () => alternatingLines(read('002_')),
  'ox-fun': () => markdownTable(read('003_')),
  chainup: () => headings(read('004_')),
};

const folder = new URL('../fixtures/seeds/', import.meta.url);

function read(prefix: string): string {
  const name = readdirSync(folder).find((file) => file.startsWith(prefix));
  if (!name) throw new Error(`no seed starts with ${prefix}`);
  return readFileSync(new URL(name, folder), 'utf8');
}

/** `| -10000 | network or service failure |`, below the line of dashes. */
function markdownTable(text: string): SeedRow[] {
  const cells = text.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  const ruler = cells.findIndex(([, first]) => first !== undefined && /^:?-+:?$/.test(first));
  return cells.slice(ruler + 1).flatMap(([, code, words]): SeedRow[] => {
    return code && words ? [[code, words, undefined]] : [];
  });
}

/** `510Excessive frequency of requests`, below the heading. */
function gluedTable(text: string): SeedRow[] {
  const lines = text.split('\n');
  return lines.slice(lines.indexOf('codedescription') + 1).flatMap((line): SeedRow[] => {
    const digits = line.length - line.replace(/^\d+/, '').length;
    return digits > 0 ? [[line.slice(0, digits), line.slice(digits), undefined]] : [];
  });
}

/** A line for the code, one for the text, empty ones between. */
function alternatingLines(text: string): SeedRow[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const cells = lines.slice(lines.indexOf('Description') + 1);
  return cells.flatMap((cell, at): SeedRow[] =>
    at % 2 === 0 ? [[cell.trim(), (cells[at + 1] ?? '').trim(), undefined]] : [],
  );
}

/** `### -1000 UNKNOWN`, then its sentences as bullets. */
function headings(text: string): SeedRow[] {
  return text
    .split('### ')
    .slice(1)
    .map((section): SeedRow => {
      const [title = '', ...rest] = section.split('\n');
      const [code = '', name] = title.trim().split(' ');
      const sentences = rest.filter((line) => line.startsWith('*')).map((line) => line.slice(1).trim());
      return [code, sentences.join(' / '), name];
    });
}
