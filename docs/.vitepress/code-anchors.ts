import type { MarkdownRenderer } from 'vitepress';
import { anchorOf } from './theme/explorer/rows.ts';

/** Gives each row of a table of codes an anchor, `#code-510`, so that a link leads to the row. The first of a code counts. */
export function anchorCodes(md: MarkdownRenderer): void {
  md.core.ruler.push('anchor-codes', ({ tokens, env }) => {
    if (!/exchanges\/[\w-]+\.md$/.test(String(env.relativePath ?? ''))) return;
    const seen = new Set<string>();
    for (const [index, token] of tokens.entries()) {
      const code = token.type === 'tr_open' ? codeOf(tokens[index + 2]?.children?.[0]) : undefined;
      if (code === undefined) continue;
      token.attrJoin('class', 'code-row');
      if (seen.has(code)) continue;
      seen.add(code);
      token.attrSet('id', anchorOf(code));
    }
  });
}

function codeOf(cell: { type: string; content: string } | null | undefined): string | undefined {
  return cell?.type === 'code_inline' && /^-?\d+$/.test(cell.content) ? cell.content : undefined;
}
