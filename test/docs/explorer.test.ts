import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launch, missing, overflow, phone, ready, type Visit, visit } from './browser.ts';
import { pages } from './code-blocks.ts';
import { type ServedSite, serveSite } from './site.ts';

const isSkipped = missing !== undefined && process.env['CI'] !== 'true';
if (isSkipped) console.warn(`The site was not tried in a browser: ${missing}`);
const title = `the site in a browser${isSkipped ? ` (skipped: ${missing})` : ''}`;

describe.skipIf(isSkipped)(title, { timeout: 60_000 }, () => {
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

  async function go(path: string, options: Parameters<typeof visit>[2] = {}): Promise<Page> {
    const visited = await visit(browser, `${site.url}${path}`, options);
    open.push(visited);
    return visited.page;
  }

  const heads = (page: Page): Promise<string[]> =>
    page.locator('.card-head').evaluateAll((found) => found.map((one) => one.textContent ?? ''));
  const focused = (page: Page): Promise<string> =>
    page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent || '');

  describe('the explorer', () => {
    it('can be typed into at once, and answers as one types', async () => {
      const page = await go('/explorer.html#exchange=mexc-contract');
      expect(await focused(page)).toBe('explorer-input');
      await page.keyboard.type('510');
      expect(await page.getByRole('status').textContent()).toBe('1 result');
      const card = page.locator('.card');
      expect(await card.locator('.card-head').getAttribute('aria-expanded')).toBe('true');
      const text = await card.innerText();
      for (const words of [
        '510',
        'Excessive frequency of requests',
        'MEXC contract · rate-limit',
        'rejected',
        'No: this copy certainly had no effect.',
        'Its limit pauses, then again.',
        'mexc.com/api-docs/futures/error-code',
      ])
        expect(text).toContain(words);
    });

    it('is used by the keyboard alone', async () => {
      const page = await go('/explorer.html');
      await page.keyboard.type('insufficient');
      const all = await heads(page);
      expect(all.length).toBeGreaterThan(2);
      await page.keyboard.press('ArrowDown');
      expect(await focused(page)).toBe(all[0]);
      await page.keyboard.press('ArrowDown');
      expect(await focused(page)).toBe(all[1]);
      await page.keyboard.press('Enter');
      expect(await page.locator('.card').nth(1).locator('dt').first().innerText()).toBe(
        'May the order stand?',
      );
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('A');
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Enter');
      expect(await page.locator('.card-body').count()).toBe(0);
      await page.keyboard.press('End');
      expect(await focused(page)).toBe(all.at(-1));
      await page.keyboard.press('ArrowDown');
      expect(await focused(page)).toBe(all.at(-1));
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowUp');
      expect(await focused(page)).toBe('explorer-input');
      await page.keyboard.press('Enter');
      expect(await page.locator('.card-body').count()).toBe(1);
      await page.keyboard.press('Escape');
      expect(await page.locator('#explorer-input').inputValue()).toBe('');
      expect(await focused(page)).toBe('explorer-input');
      await page.keyboard.press('Tab');
      await page.keyboard.press('/');
      expect(await focused(page)).toBe('explorer-input');
      expect(await page.locator('.VPLocalSearchBox').count()).toBe(0);
    });

    it('has addresses that can be sent to a friend', async () => {
      const page = await go('/explorer.html#q=duplicate&exchange=lbank-contract');
      expect(await page.locator('#explorer-input').inputValue()).toBe('duplicate');
      const before = await heads(page);
      expect(before.length).toBeGreaterThan(0);
      expect(before.filter((head) => !head.includes('LBank contract'))).toEqual([]);
      await page.fill('#explorer-input', '-1021');
      await page.getByRole('button', { name: 'All', exact: true }).click();
      expect(new URL(page.url()).hash).toBe('#q=-1021');
      await page.evaluate(() => {
        location.hash = '#q=20007';
      });
      await page.waitForFunction(() => document.querySelector('.card-code')?.textContent === '20007');
      expect(await page.getByRole('status').textContent()).toBe('1 result');
    });

    it('reads a pasted answer, and keeps it out of the address', async () => {
      const page = await go('/explorer.html');
      await page.fill(
        '#explorer-input',
        'HTTP/1.1 502 Bad Gateway\n\n{"success":false,"code":2005,"message":"no"}',
      );
      expect(await page.getByRole('status').textContent()).toBe('Read as an answer of MEXC contract.');
      expect(await page.locator('.card .outcome').first().innerText()).toBe('unknown');
      expect(await page.locator('.stands').innerText()).toContain(
        'It may. Nobody knows until it is looked up.',
      );
      expect(new URL(page.url()).hash).toBe('');
    });

    it('narrows by exchange and category, and says how many are left', async () => {
      const page = await go('/explorer.html');
      await page.getByRole('button', { name: 'LBank contract' }).click();
      expect(await page.getByRole('status').textContent()).toBe('96 results');
      expect(await page.locator('.card').count()).toBe(40);
      await page.getByRole('button', { name: 'Show all 96' }).click();
      expect(await page.locator('.card').count()).toBe(96);
      await page.getByLabel('Category').selectOption('funds');
      const left = await heads(page);
      expect(await page.getByRole('status').textContent()).toBe(`${left.length} results`);
      expect(left.filter((head) => !head.includes('LBank contract · funds'))).toEqual([]);
    });

    it('helps who types something that is not there', async () => {
      const page = await go('/explorer.html#q=insuficient');
      expect(await page.getByRole('status').textContent()).toBe('Nothing fits.');
      await page.getByRole('button', { name: 'insufficient' }).click();
      expect(await page.locator('.card').count()).toBeGreaterThan(2);
      await page.fill('#explorer-input', '987654');
      expect(await page.getByRole('status').textContent()).toBe('No table lists 987654.');
      await page.getByRole('button', { name: 'Clear' }).click();
      await page.getByRole('button', { name: '-1021', exact: true }).click();
      const codes = await page.locator('.card-code').allInnerTexts();
      expect(codes.length).toBeGreaterThan(0);
      expect(new Set(codes)).toEqual(new Set(['-1021']));
    });

    it('goes on without a network', async () => {
      const page = await go('/explorer.html');
      await page.context().setOffline(true);
      await page.keyboard.type('20007');
      expect(await page.locator('.card').innerText()).toContain('You are accessing server too rapidly');
      await page.fill('#explorer-input', '{"state":-11001,"msg":"expired"}');
      expect(await page.locator('.card').innerText()).toContain('KTX · timestamp');
    });

    it('leads to the row on the page of its exchange', async () => {
      const page = await go('/explorer.html#q=510&exchange=mexc-contract');
      await page.getByRole('link', { name: 'All codes of MEXC contract' }).click();
      await page.waitForURL('**/exchanges/mexc-contract.html#code-510');
      const row = page.locator('#code-510');
      await row.waitFor();
      expect(await row.innerText()).toContain('Excessive frequency of requests');
    });

    it('is reached from the page of an exchange, narrowed to it', async () => {
      const page = await go('/exchanges/ktx.html');
      await page.getByRole('link', { name: 'code explorer', exact: true }).click();
      await page.locator('.card').first().waitFor();
      expect(await page.getByRole('button', { name: 'KTX', exact: true }).getAttribute('aria-pressed')).toBe(
        'true',
      );
      expect(await page.getByRole('status').textContent()).toBe('66 results');
    });

    it('is found by the search of the site', async () => {
      const page = await go('/index.html');
      for (const words of ['510', 'error code']) {
        await page.keyboard.press('Control+k');
        await page.locator('.VPLocalSearchBox input').fill(words);
        const first = page.locator('.VPLocalSearchBox .result').first();
        await first.waitFor();
        expect(await first.getAttribute('href'), words).toContain('/explorer.html');
        await page.keyboard.press('Escape');
      }
    });

    it('leaves a phone alone until it is touched', async () => {
      const page = await go('/explorer.html', phone);
      expect(await focused(page)).not.toBe('explorer-input');
    });
  });

  describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
    it('every page can be read by everybody', { timeout: 120_000 }, async () => {
      const page = await go('/index.html', { colorScheme });
      const isDark = await page.evaluate(() => document.documentElement.classList.contains('dark'));
      expect(isDark).toBe(colorScheme === 'dark');
      const bad: Record<string, readonly string[]> = {};
      for (const path of [
        ...writtenPages(),
        '/exchanges/mexc-contract.html#code-510',
        '/explorer.html#q=987654',
      ]) {
        await page.goto('about:blank');
        await page.goto(`${site.url}${path}`);
        await ready(page);
        const found = await violations(page);
        if (found.length > 0) bad[path] = found;
      }
      expect(bad).toEqual({});
    });

    it('every outcome of an answer has enough contrast', async () => {
      const page = await go('/explorer.html', { colorScheme });
      for (const answer of [
        '{"success":true,"code":0}',
        '{"success":true,"code":0,"data":[{"errorCode":0},{"errorCode":2005}]}',
        '<html>',
        '{"foo":1}',
        '{"code":"-1021","msg":"late"}',
      ]) {
        await page.fill('#explorer-input', answer);
        await page.keyboard.press('Enter');
        expect(await violations(page), answer).toEqual([]);
      }
    });
  });

  describe('on 360 pixels', () => {
    it('no page needs scrolling to the side', async () => {
      const page = await go('/index.html', phone);
      const wide: Record<string, number> = {};
      for (const path of writtenPages()) {
        await page.goto(`${site.url}${path}`);
        await ready(page);
        const pixels = await overflow(page);
        if (pixels !== 0) wide[path] = pixels;
      }
      expect(wide).toEqual({});
    });

    it('the explorer can be touched, and a long answer fits', async () => {
      const page = await go('/explorer.html', phone);
      await page.fill('#explorer-input', `{"code":"-1021","msg":"${'x'.repeat(400)}"}`);
      expect(await overflow(page)).toBe(0);
      const bodies = page.locator('.card-body');
      const before = await bodies.count();
      await page.locator('.card-head').first().tap();
      await expect.poll(() => bodies.count()).not.toBe(before);
      await page.locator('.card-head').first().tap();
      await expect.poll(() => bodies.count()).toBe(before);
      expect(await violations(page)).toEqual([]);
    });
  });
});

/** Every page of the site but the reference, which is generated in one form. */
function writtenPages(): readonly string[] {
  const written = pages().filter((page) => page.startsWith('docs/'));
  return [...written.map((page) => page.replace(/^docs(.*)\.md$/, '$1.html')), '/reference/index.html'];
}

/** What axe finds wrong, in a line each. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const tool = (window as unknown as { axe: typeof axe }).axe;
    const { violations: found } = await tool.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
  });
}
