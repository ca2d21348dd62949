// What the built pages promise: that each says what it is, and that each link inside the site leads to what it names.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fromHash } from '../../docs/.vitepress/theme/explorer/link.ts';
import { rowsOf } from '../../docs/.vitepress/theme/explorer/rows.ts';
import { exchanges } from '../../src/catalog/built-in.ts';
import { categories } from '../../src/types.ts';
import { siteFolder } from './site.ts';

const isBuilt = existsSync(join(siteFolder, 'explorer.html'));

describe.skipIf(!isBuilt && process.env['CI'] !== 'true')('the built site', () => {
  const htmls = (): readonly string[] =>
    readdirSync(siteFolder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'));
  let read: ReadonlyMap<string, string> | undefined;
  const pages = (): ReadonlyMap<string, string> => {
    read ??= new Map(htmls().map((name) => [name, readFileSync(join(siteFolder, name), 'utf8')]));
    return read;
  };
  const idsOf = (page: string): ReadonlySet<string> =>
    new Set(all(pages().get(page) ?? '', / id="([^"]+)"/g));

  it('says on every page what it is about, for search and for who is sent a link', () => {
    const metas = [
      'name="description"',
      'property="og:title"',
      'property="og:description"',
      'name="twitter:card"',
    ];
    const untold = [...pages()].flatMap(([page, html]) => {
      const told = metas.filter((meta) => new RegExp(`<meta ${meta} content="[^"]+"`).test(html));
      const [title = ''] = all(html, /<title>([^<]*)</g);
      const [shown] = all(html, /property="og:title" content="([^"]*)"/g);
      return told.length === metas.length && shown === title ? [] : [`${page}: ${told.join(' ')} ${shown}`];
    });
    expect(pages().size).toBeGreaterThan(100);
    expect(untold).toEqual([]);
  });

  it('says of each written page something of its own', () => {
    const written = [...pages()].filter(([page]) => !page.startsWith('reference/') && page !== '404.html');
    const abouts = written.map(([page, html]) => ({
      page,
      about: all(html, / name="description" content="([^"]*)"/g)[0] ?? '',
    }));
    const shared = abouts.filter(
      ({ about, page }) =>
        about === '' || abouts.some((other) => other.page !== page && other.about === about),
    );
    expect(shared).toEqual([]);
  });

  it('has an index of the reference that leads to every function and every entry point', () => {
    const index = pages().get('reference/index.html') ?? '';
    const tasks = index.slice(0, index.indexOf('id="classes"'));
    const links = new Set(all(tasks, /href="\.\/([^"]*)"/g));
    const wanted = [...pages().keys()].flatMap((page) => {
      const [, below = ''] = /^reference\/(\w+\/functions\/.*|(?!index)\w+\/index\.html)$/.exec(page) ?? [];
      return below === '' ? [] : [below.replace(/index\.html$/, '')];
    });
    const missing = wanted.filter((link) => !links.has(link));
    expect(wanted.length).toBeGreaterThan(20);
    expect(missing).toEqual([]);
  });

  it('lists its written pages for machines, each at its address', () => {
    const list = readFileSync(join(siteFolder, 'llms.txt'), 'utf8');
    const links = [...list.matchAll(/^- \[.+?\]\((?:https?:\/\/[^/]+)?\/([^)]*)\)/gm)].map(
      ([, link = '']) => link,
    );
    const listed = links.map((link) => (link === '' || link.endsWith('/') ? `${link}index.html` : link));
    const written = [...pages().keys()].filter((page) => !/^(?:reference\/|404|index)/.test(page));
    expect(listed.toSorted()).toEqual(written.toSorted());
  });

  it('has no link inside that leads nowhere', () => {
    const ids = new Map<string, ReadonlySet<string>>();
    const dead = [...pages()].flatMap(([page, html]) => {
      const links = new Set(all(html, /<a [^>]*?href="(?![a-z]+:)([^"]*)"/g));
      return [...links]
        .filter((link) => {
          const [path = '', hash = ''] = decodeURIComponent(link.replaceAll('&amp;', '&')).split('#');
          const target = targetOf(page, path);
          if (!pages().has(target)) return !existsSync(join(siteFolder, target));
          // Typedoc writes the reference's anchors and links to them; the explorer reads its hash.
          if (hash === '' || target.startsWith('reference/')) return false;
          if (target === 'explorer.html' && hash.includes('=')) return !isQuestion(hash);
          const known = ids.get(target) ?? idsOf(target);
          ids.set(target, known);
          return !known.has(hash);
        })
        .map((link) => `${page}: ${link}`);
    });
    expect(dead).toEqual([]);
  });

  it('has the row on the page of its exchange that each card of the explorer leads to', () => {
    const dead = exchanges.flatMap((exchange) => {
      const ids = idsOf(`exchanges/${exchange.id}.html`);
      return rowsOf(exchange).flatMap(({ page = '' }) => (ids.has(page.split('#')[1] ?? '') ? [] : [page]));
    });
    expect(dead).toEqual([]);
  });
});

/** Whether the explorer has what a link to it names. */
function isQuestion(hash: string): boolean {
  const { exchange, category } = fromHash(`#${hash}`);
  const isKnown = exchange === '' || exchanges.some(({ id }) => id === exchange);
  return isKnown && (category === '' || categories.some((one) => one === category));
}

/** The file that a link of a page leads to. */
function targetOf(page: string, path: string): string {
  if (path === '') return page;
  const from = path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(page), path);
  if (from === '' || from.endsWith('/') || from === '.') return posix.join(from, 'index.html');
  return posix.extname(from) === '' ? `${from}.html` : from;
}

function all(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, found = '']) => found);
}
