// Marks tables of prose: a phone shows them row by row, each cell behind the word of its column.
import type { MarkdownRenderer } from 'vitepress';

type Tokens = Parameters<MarkdownRenderer['renderer']['render']>[0];

export function stackedTables(md: MarkdownRenderer): void {
  md.core.ruler.push('stacked-tables', ({ tokens }) => {
    for (const [at, table] of tokens.entries()) {
      if (table.type !== 'table_open') continue;
      const end = tokens.findIndex(({ type }, index) => index > at && type === 'table_close');
      stack(tokens.slice(at, end));
    }
  });
}

/** Numbers stay in columns, facts without a head have short names that fit, and rows of codes have a form of their own. */
function stack(inside: Tokens): void {
  const heads = inside.filter(({ type }) => type === 'th_open');
  const words = heads.map((head) => inside[inside.indexOf(head) + 1]?.content ?? '');
  const ofNumbers = heads.filter((head) => head.attrGet('style')?.includes('right'));
  if (heads.length < 2 || ofNumbers.length * 2 >= heads.length || words[0] === 'Code') return;
  // VitePress writes the table's own tag without classes.
  for (const part of inside) {
    if (part.type === 'thead_open' || part.type === 'tbody_open') part.attrJoin('class', 'stacked');
  }
  const cells = inside.filter(({ type }) => type === 'td_open');
  for (const [index, cell] of cells.entries()) {
    const word = words[index % heads.length] ?? '';
    // What stands under the only name needs no word.
    if (heads.length > 2 && index % heads.length > 0 && word !== '') cell.attrSet('data-head', `${word}: `);
  }
}
