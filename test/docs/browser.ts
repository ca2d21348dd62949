import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { siteFolder } from './site.ts';

const executablePath = '/usr/bin/chromium';

/** Why the site cannot be tried in a browser here; undefined if it can. */
export const missing: string | undefined = whatIsMissing();

function whatIsMissing(): string | undefined {
  if (!existsSync(executablePath)) return `there is no ${executablePath}: apt-get install chromium`;
  const built = existsSync(join(siteFolder, 'explorer.html'));
  return built ? undefined : 'the site is not built: npm --prefix docs ci && npm --prefix docs run build';
}

/** Debian's Chromium with all that talks to the outside switched off. */
export function launch(): Promise<Browser> {
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
export interface Visit {
  readonly page: Page;
  /** Errors and warnings of the console, errors that nobody caught. */
  readonly complaints: string[];
  /** Hosts that were asked for something, beside the site's own. */
  readonly strangers: string[];
  readonly end: () => Promise<void>;
}

export const phone: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
};

export async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
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

/** From here on the page answers. Waiting until the network is idle would be half a second more. */
export async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => '__vue_app__' in (document.querySelector('#app') ?? {}));
}

/** By how many pixels the page is wider than the screen. A phone's window grows with the page, so it is no measure. */
export async function overflow(page: Page): Promise<number> {
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  return width - (page.viewportSize()?.width ?? 0);
}
