// What the pages promise each other: links that lead somewhere, and a way to every page.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';
import { endings } from '../../src/reason.ts';
import { blocksOf, pages, root } from './code-blocks.ts';

const read = (page: string): string => readFileSync(join(root, page), 'utf8');

it('every link between files leads to one', () => {
  const written = [...pages(), 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'examples/README.md'];
  const dead = written.flatMap((page) => {
    const prose = read(page).replace(/^```[\s\S]*?^```/gm, '');
    const links = [...prose.matchAll(/\]\((?!https?:)([^)\s#]+)/g)].map(([, link = '']) => link);
    const isDead = (link: string): boolean => !existsSync(join(root, normalize(join(dirname(page), link))));
    return links.filter(isDead).map((link) => `${page}: ${link}`);
  });
  expect(dead).toEqual([]);
});

/** As the site and the repository's pages name a heading. */
function anchorsOf(page: string): ReadonlySet<string> {
  const prose = read(page).replace(/^```[\s\S]*?^```/gm, '');
  const heads = [...prose.matchAll(/^#+ (.+)$/gm)].map(([, text = '']) => text.toLowerCase());
  return new Set(
    heads.flatMap((head) => [
      head.replace(/[^\p{L}\d\s_-]/gu, '').replaceAll(' ', '-'),
      head.replace(/[^\p{L}\d]+/gu, '-').replace(/^-|-$/g, ''),
    ]),
  );
}

it('every link to a part of a page leads to a heading', () => {
  const links = [...pages(), 'CONTRIBUTING.md', 'SECURITY.md'].flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:)([^)\s#]*)#([\w-]+)\)/g)].map(([, link = '', anchor = '']) => {
      return { page, target: link === '' ? page : normalize(join(dirname(page), link)), anchor };
    }),
  );
  // The explorer takes what stands behind the sign for a question.
  const dead = links.filter(
    ({ target, anchor }) => !target.endsWith('explorer.md') && !anchorsOf(target).has(anchor),
  );
  expect(dead).toEqual([]);
  expect(links.length).toBeGreaterThan(30);
});

it('the sidebar leads to every page, and the list of recipes to every recipe', () => {
  const sidebar = read('docs/.vitepress/sidebar.ts');
  const list = read('docs/recipes/index.md');
  const missing = pages().flatMap((page) => {
    const [, folder = '', name = ''] = /^docs\/(recipes\/)?([\w-]+)\.md$/.exec(page) ?? [];
    if (name === '' || name === 'index') return [];
    const isLed =
      sidebar.includes(`'/${folder}${name}'`) && (folder === '' || list.includes(`](./${name}.md)`));
    return isLed ? [] : [page];
  });
  expect(missing).toEqual([]);
});

it('code fits a page of the site: 80 columns', () => {
  const site = pages().filter((page) => page !== 'README.md');
  const long = site.flatMap((page) =>
    blocksOf(page).flatMap(({ title, code }) =>
      code
        .split('\n')
        .filter((line) => line.length > 80)
        .map((line) => `${title}: ${line}`),
    ),
  );
  expect(long).toEqual([]);
});

it("the page of symptoms quotes what the package says, and has the end of every call that is nobody's wish", () => {
  const page = read('docs/troubleshooting.md');
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => read(join('src', name)).replaceAll('\\`', '`'))
    .join('\n');
  const rows = page.split('\n').filter((line) => /^\| (?!Jest|TS1479)/.test(line));
  const quotes = rows.flatMap((row) =>
    [...(row.split(' | ')[0] ?? '').matchAll(/"([^"]{10,})"/g)].map(([, text = '']) => text),
  );
  const invented = quotes.flatMap((text) => text.split(' … ')).filter((part) => !sources.includes(part));
  expect(invented).toEqual([]);
  expect(quotes.length).toBeGreaterThan(25);
  // Aborts and `gateway.panic()` are the caller's own.
  const { aborted: _, panic: __, ...unwished } = endings;
  const missing = Object.values(unwished).filter(({ stopped }) => {
    const [said = ''] = stopped.split(/[;:,(]/);
    return !page.includes(said.trim());
  });
  expect(missing).toEqual([]);
});
