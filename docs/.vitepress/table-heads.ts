import type { MarkdownRenderer } from 'vitepress';

type Tokens = Parameters<MarkdownRenderer['renderer']['render']>[0];

/** Markdown has no table without a head, so that ours come with empty ones: they are taken out, for nobody can read them. */
export function emptyHeads(md: MarkdownRenderer): void {
  md.core.ruler.push('empty-heads', (state) => {
    for (let at = 0; at < state.tokens.length; at += 1) {
      if (state.tokens[at]?.type !== 'thead_open') continue;
      const end = state.tokens.findIndex((token, index) => index > at && token.type === 'thead_close');
      const head = state.tokens.slice(at, end + 1);
      if (head.some(({ type, content }) => type === 'inline' && content !== '')) asCells(head);
      else state.tokens.splice(at, head.length);
    }
  });
}

/** A head cell without a word is the corner of the table. */
function asCells(head: Tokens): void {
  for (const [index, token] of head.entries()) {
    if (token.type !== 'th_open' || head[index + 1]?.content !== '') continue;
    token.tag = 'td';
    const close = head[index + 2];
    if (close) close.tag = 'td';
  }
}
