// The pages of the site as a plain list, which programs that read it look for under `llms.txt`.
import { readFileSync } from 'node:fs';
import { aboutPage } from './about-page.ts';

const docs = new URL('../', import.meta.url);

/**
 * @param pages their paths below `docs`
 * @param base where the site lives: its address where that is known, else the path below its host
 */
export function listForMachines(pages: readonly string[], base: string): string {
  const written = pages.filter((page) => !page.startsWith('reference/') && page !== 'index.md');
  const lines = written.toSorted().map((page) => {
    const text = readFileSync(new URL(page, docs), 'utf8');
    const title = /^# (.+)$/m.exec(text)?.[1] ?? page;
    const about = aboutPage(page);
    const path = page.replace(/(^|\/)index\.md$/, '$1').replace(/\.md$/, '.html');
    return `- [${title}](${base}${path})${about && `: ${about}`}`;
  });
  return [
    '# exchange-interceptors',
    '',
    '> Interceptors for axios and fetch with a retry policy that understands crypto exchanges: error codes, clocks, limits,',
    '> signatures, and orders whose outcome is unknown.',
    '',
    ...lines,
    '',
  ].join('\n');
}
