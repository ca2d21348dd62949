// What a page is about, in its own first sentences: for search engines, for who is sent a link, and for `llms.txt`.
import { existsSync, readFileSync } from 'node:fs';

const docs = new URL('../', import.meta.url);

/** How much of it a list of results shows. */
const most = 160;

/** @param page its path below `docs` @returns '' for a page without a sentence */
export function aboutPage(page: string): string {
  const file = new URL(page, docs);
  if (!existsSync(file)) return '';
  const source = readFileSync(file, 'utf8');
  const [, said] = /^---\n[\s\S]*?^description: (.+)$[\s\S]*?^---$/m.exec(source) ?? [];
  if (said !== undefined) return said;
  const text = source
    .replace(/^---\n[\s\S]*?\n---\n/, '')
    .replace(/<script[\s\S]*?<\/script>|^```[\s\S]*?^```/gm, '');
  const paragraph = text.split(/\n{2,}/).find((part) => /^[\w`"*[]/.test(part.trim())) ?? '';
  return cut(plain(paragraph));
}

function plain(markdown: string): string {
  return markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/\*\*|`|\\/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function cut(text: string): string {
  if (text.length <= most) return text.replace(/:$/, '.');
  return `${text.slice(0, most).replace(/\W*\s\S*$/, '')} …`;
}
