// Leads the links of a page to files beside `docs` into the repository: the site does not have them.
import { posix } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import { pagesUrl } from '../../scripts/repository.ts';

export function linkToSource(md: MarkdownRenderer): void {
  md.core.ruler.push('link-to-source', ({ tokens, env }) => {
    const folder = posix.dirname(String(env.relativePath ?? ''));
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === 'link_open' ? token.attrGet('href') : null;
      const path = href?.startsWith('.') ? posix.join(folder, href) : '';
      if (path.startsWith('../')) token.attrSet('href', `${pagesUrl}/${path.slice('../'.length)}`);
    }
  });
}
