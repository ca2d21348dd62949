import type { MarkdownRenderer } from 'vitepress';
import { anchorOf } from './theme/explorer/rows.ts';

type Tokens = Parameters<MarkdownRenderer['renderer']['render']>[0];

/** Gives each row of a table of codes an anchor, `#code-510`, so that a link leads to the row. The first of a code counts. */
export function anchorCodes(md: MarkdownRenderer): void {
  md.core.ruler.push('anchor-codes', ({ tokens, env }) => {
    if (!/exchanges\/[\w-]+\.md$/.test(String(env.relativePath ?? ''))) return;
    const seen = new Set<string>();
    for (const { row, code } of codeRows(tokens)) {
      row.attrJoin('class', /^-?\d+$/.test(code) ? 'code-row' : 'code-row of-words');
      const anchor = anchorOf(code);
      if (!seen.has(anchor)) row.attrSet('id', anchor);
      seen.add(anchor);
    }
  });
}

/** The rows of tables of codes. */
function codeRows(tokens: Tokens): readonly { readonly row: Tokens[number]; readonly code: string }[] {
  let isOfCodes = false;
  return tokens.flatMap((row, index) => {
    if (row.type === 'table_open') isOfCodes = headsOf(tokens, index).startsWith('Code Text');
    const cell = row.type === 'tr_open' && isOfCodes ? tokens[index + 2]?.children?.[0] : undefined;
    return cell?.type === 'code_inline' ? [{ row, code: cell.content }] : [];
  });
}

/** The words of a table's first row. */
function headsOf(tokens: Tokens, table: number): string {
  const end = tokens.findIndex(({ type }, index) => index > table && type === 'tr_close');
  const cells = tokens.slice(table, end).filter(({ type }) => type === 'inline');
  return cells.map(({ content }) => content).join(' ');
}
