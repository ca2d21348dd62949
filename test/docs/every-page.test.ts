// Every page of the built site: that everybody can read it, in both colours, and that a phone shows it whole.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeSite, overflow, phone, ready, violations } from './browser.ts';
import { pages } from './code-blocks.ts';

/** What is wrong with pages, by their paths. */
interface Faults {
  readonly light: Record<string, readonly string[]>;
  readonly dark: Record<string, readonly string[]>;
  readonly wide: Record<string, number>;
}

/** The dark page is the same but for its colours. */
const rulesOfColours = ['color-contrast', 'link-in-text-block'];

describeSite('every page in a browser', ({ go, urlOf }) => {
  let found: Promise<Faults> | undefined;
  /** Loading is what takes time: each page is loaded once, for all that is to be seen there. */
  const faults = (): Promise<Faults> => {
    found ??= inspect();
    return found;
  };

  async function inspect(): Promise<Faults> {
    // Colours that still fade are none of the page's.
    const page = await go('/index.html', { colorScheme: 'light', reducedMotion: 'reduce' });
    const wideScreen = page.viewportSize() ?? phone.viewport;
    /** Forms of elements that were looked at in dark. */
    const seen = new Set<string>();
    const result: Faults = { light: {}, dark: {}, wide: {} };
    const explored = ['/exchanges/mexc-contract.html#code-510', '/explorer.html#q=987654'];
    for (const path of [...writtenPages(), ...explored]) {
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize(phone.viewport);
      await page.goto('about:blank');
      await page.goto(urlOf(path));
      await ready(page);
      const pixels = Math.max(await overflow(page), await page.evaluate(cutProse));
      if (pixels !== 0) result.wide[path] = pixels;
      await page.setViewportSize(wideScreen);
      await page.evaluate(keepOneRowOfAKind);
      const inLight = await violationsIn(page, 'light');
      if (inLight.length > 0) result.light[path] = inLight;
      const forms = (await page.evaluate(formsOfElements)).filter((form) => !seen.has(form));
      for (const form of forms) seen.add(form);
      const inDark = forms.length > 0 ? await violationsIn(page, 'dark') : [];
      if (inDark.length > 0) result.dark[path] = inDark;
    }
    return result;
  }

  const long = { timeout: 360_000 };
  it('in light can be read by everybody', long, async () => expect((await faults()).light).toEqual({}));
  it('in dark can be read by everybody', long, async () => expect((await faults()).dark).toEqual({}));
  it('on 360 pixels needs no scrolling to the side', long, async () =>
    expect((await faults()).wide).toEqual({}),
  );
});

async function violationsIn(page: Page, scheme: 'light' | 'dark'): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme: scheme });
  await page.waitForFunction(
    (isDark) => document.documentElement.classList.contains('dark') === isDark,
    scheme === 'dark',
  );
  return violations(page, scheme === 'dark' ? rulesOfColours : undefined);
}

/** Every page of the site but the reference, which is generated in one form. */
function writtenPages(): readonly string[] {
  const written = pages().filter((page) => page.startsWith('docs/'));
  return [...written.map((page) => page.replace(/^docs(.*)\.md$/, '$1.html')), '/reference/index.html'];
}

/** A table of a thousand rows of one form proves no more than one with a row of each form. */
function keepOneRowOfAKind(): void {
  for (const body of document.querySelectorAll('tbody')) {
    const seen = new Set<string>();
    for (const [index, row] of [...body.rows].entries()) {
      // Every other row has another ground.
      const form = `${index % 2} ${row.innerHTML.replace(/>[^<]*|="[^"]*"/g, '>')}`;
      if (seen.has(form)) row.remove();
      seen.add(form);
    }
  }
}

/** By how many pixels a table of prose is wider than the screen; tables of numbers may be pushed to the side. */
function cutProse(): number {
  const tables = [
    ...document.querySelectorAll('table:has(.stacked, .code-row), table:not(:has(td:nth-child(3)))'),
  ];
  return Math.max(0, ...tables.map((table) => table.scrollWidth - table.clientWidth));
}

/** What the colours of elements hang on: their classes and styles, and those of all around them. */
function formsOfElements(): readonly string[] {
  const forms = new Set<string>();
  const add = (element: Element, around: string): void => {
    // Each page has a class of its own, which no style knows.
    const classes = element.getAttribute('class')?.replace(/(?<=^| )_\S+/g, '');
    const form = [around, '>', element.tagName, classes, element.getAttribute('style')].join(' ');
    forms.add(form);
    for (const child of element.children) add(child, form);
  };
  add(document.body, '');
  return [...forms];
}
