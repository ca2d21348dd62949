// The built site in a browser: what a test opens there, and what none of its pages may do.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Page,
  type ViewportSize,
} from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { type ServedSite, serveSite, siteFolder } from './site.ts';

const executablePath = '/usr/bin/chromium';

/** Why the site cannot be tried in a browser here; undefined if it can. */
const missing: string | undefined = whatIsMissing();

function whatIsMissing(): string | undefined {
  if (!existsSync(executablePath)) return `there is no ${executablePath}: apt-get install chromium`;
  const built = existsSync(join(siteFolder, 'explorer.html'));
  return built ? undefined : 'the site is not built: npm --prefix docs ci && npm --prefix docs run build';
}

/** Debian's Chromium with all that talks to the outside switched off. */
function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A page and everything that it should not do. */
interface Visit {
  readonly page: Page;
  /** Errors and warnings of the console, errors that nobody caught. */
  readonly complaints: string[];
  /** Hosts that were asked for something, beside the site's own. */
  readonly strangers: string[];
  readonly end: () => Promise<void>;
}

export const phone: BrowserContextOptions & { readonly viewport: ViewportSize } = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
};

const everyRule = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function visit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const strangers: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const { protocol, origin, host } = new URL(request.url());
    if (protocol !== 'data:' && origin !== new URL(url).origin) strangers.push(host);
  });
  await page.goto(url);
  await ready(page);
  return { page, complaints, strangers, end: () => context.close() };
}

/** Opens pages of the site. */
export interface Visitor {
  /** A page of its own for each call, until the test ends. @param path from the site's root */
  readonly go: (path: string, options?: BrowserContextOptions) => Promise<Page>;
  readonly urlOf: (path: string) => string;
  /** What pages complained of so far in this test, which is forgiven then. */
  readonly forgive: () => readonly string[];
}

/** Tests of the built site. No page may complain in the console, or ask another host for anything. */
export function describeSite(title: string, body: (visitor: Visitor) => void): void {
  const isSkipped = missing !== undefined && process.env['CI'] !== 'true';
  if (isSkipped) console.warn(`The site was not tried in a browser: ${missing}`);
  const named = `${title}${isSkipped ? ` (skipped: ${missing})` : ''}`;
  describe.skipIf(isSkipped)(named, { timeout: 60_000 }, () => {
    let site: ServedSite;
    let browser: Browser;
    let open: Visit[] = [];

    beforeAll(async () => {
      if (missing !== undefined) throw new Error(missing);
      site = await serveSite();
      browser = await launch();
    });
    afterAll(async () => {
      await browser?.close();
      await site?.close();
    });
    afterEach(async () => {
      const seen = open;
      open = [];
      for (const { end } of seen) await end();
      expect(seen.flatMap(({ complaints }) => complaints)).toEqual([]);
      expect(seen.flatMap(({ strangers }) => strangers)).toEqual([]);
    });

    const urlOf = (path: string): string => `${site.url}${path}`;
    body({
      urlOf,
      go: async (path, options = {}) => {
        const visited = await visit(browser, urlOf(path), options);
        open.push(visited);
        return visited.page;
      },
      forgive: () => open.flatMap(({ complaints }) => complaints.splice(0)),
    });
  });
}

/** What axe finds wrong, in a line each. @param rules the names of some of its rules, or of groups of them */
export async function violations(
  page: Page,
  rules: readonly string[] = everyRule,
): Promise<readonly string[]> {
  const isThere = await page.evaluate(() => 'axe' in window);
  if (!isThere) await page.evaluate(axe.source);
  return page.evaluate(async (runOnly) => {
    const tool = (window as unknown as { axe: typeof axe }).axe;
    const { violations: found } = await tool.run(document, { runOnly: [...runOnly] });
    return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
  }, rules);
}

/** From here on the page answers. Waiting until the network is idle would be half a second more. */
export async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => '__vue_app__' in (document.querySelector('#app') ?? {}));
}

/** By how many pixels the page is wider than the screen. A phone's window grows with the page, so it is no measure. */
export async function overflow(page: Page): Promise<number> {
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  return width - (page.viewportSize()?.width ?? 0);
}
