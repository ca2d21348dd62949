import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitepress';
import { repositoryUrl } from '../../scripts/repository.ts';
import { aboutPage } from './about-page.ts';
import { anchorCodes } from './code-anchors.ts';
import { explorerChunk } from './explorer-chunk.ts';
import { linkToSource } from './link-to-source.ts';
import { listForMachines } from './list-for-machines.ts';
import { nav, sidebar } from './sidebar.ts';
import { stackedTables } from './stacked-tables.ts';
import { emptyHeads } from './table-heads.ts';

const description = 'Interceptors for axios and fetch with a retry policy that understands crypto exchanges.';

/** Where the site lives below its host: `DOCS_BASE=/exchange-interceptors/ npm run build`. */
const base = process.env['DOCS_BASE'] ?? '/';

/** Where that is: with it there is a map of the site for search engines. `DOCS_URL=https://example.com/ npm run build`. */
const url = process.env['DOCS_URL'];

/** In the page itself, for browsers ask for it anew whenever the address changes, offline too. */
const icon = `data:image/svg+xml,${encodeURIComponent(readFileSync(new URL('icon.svg', import.meta.url), 'utf8').trim())}`;

export default defineConfig({
  base,
  lang: 'en',
  title: 'exchange-interceptors',
  description,
  head: [
    ['link', { rel: 'icon', href: icon, type: 'image/svg+xml' }],
    ['meta', { name: 'color-scheme', content: 'light dark' }],
    ['meta', { property: 'og:type', content: 'website' }],
    ['meta', { name: 'twitter:card', content: 'summary' }],
  ],
  ...(url !== undefined && { sitemap: { hostname: url } }),
  buildEnd: ({ outDir, pages }) => {
    writeFileSync(join(outDir, 'llms.txt'), listForMachines(pages, url?.replace(/\/?$/, '/') ?? base));
  },
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: (md) => {
      anchorCodes(md);
      emptyHeads(md);
      linkToSource(md);
      stackedTables(md);
    },
  },
  transformHead: ({ title, description: about }) => [
    ['meta', { property: 'og:title', content: title }],
    ['meta', { property: 'og:description', content: about }],
  ],
  transformPageData: ({ relativePath, frontmatter }) => {
    // Wide tables: nothing stands beside them.
    if (/^(?:exchanges\/|options\.md|compared-with\.md)/.test(relativePath))
      Object.assign(frontmatter, { aside: false, pageClass: 'wide' });
    // Pages of the reference have no order in which to be read.
    if (relativePath.startsWith('reference/')) Object.assign(frontmatter, { prev: false, next: false });
    const about = aboutPage(relativePath);
    return about === '' || frontmatter['layout'] === 'home' ? undefined : { description: about };
  },
  // Every page links to every other: loading ahead would load the whole site.
  router: { prefetchLinks: false },
  vite: { plugins: [explorerChunk], server: { fs: { allow: ['..', '../..'] } } },
  themeConfig: {
    nav,
    sidebar,
    outline: { level: [2, 3] },
    docFooter: { prev: 'Before', next: 'Next' },
    socialLinks: [{ icon: 'github', link: repositoryUrl, ariaLabel: 'Repository' }],
    notFound: {
      title: 'There is no such page',
      quote: 'It may have moved: search for it above, or begin at the home page.',
      linkText: 'Home page',
      linkLabel: 'Home page',
    },
    search: {
      provider: 'local',
      options: {
        miniSearch: {
          searchOptions: {
            // Who types a number wants to know what it means. Tables of codes hold every other word: prose goes before them, and
            // before types.
            boostDocument: (id: string, term: string) => {
              if (id.includes('/explorer')) return /^\d+$/.test(term) ? 100 : 1;
              if (id.includes('/troubleshooting')) return 2;
              return /\/(?:reference|exchanges)\//.test(id) ? 0.3 : 1;
            },
          },
        },
      },
    },
  },
});
