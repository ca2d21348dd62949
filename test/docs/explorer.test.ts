import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeSite, overflow, phone, violations } from './browser.ts';

/** Bytes of scripts, as they are before a server compresses them. */
const budget = {
  /** What the page begins with: framework, theme, explorer, the names of the exchanges. */
  firstLoad: 270_000,
  codes: 100_000,
  texts: 350_000,
  /** The largest of them has over a thousand rows. */
  exchange: 150_000,
  /** Parts that several exchanges share. */
  shared: 6_500,
};

describeSite('the explorer in a browser', ({ go, forgive }) => {
  const heads = (page: Page): Promise<string[]> =>
    page.locator('.card-head').evaluateAll((found) => found.map((one) => one.textContent ?? ''));
  const focused = (page: Page): Promise<string> =>
    page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent || '');

  /** What it says once nothing more is loaded. */
  const said = async (page: Page): Promise<string | null> => {
    await page.locator('.explorer[aria-busy="false"]').waitFor();
    return page.getByRole('status').textContent();
  };
  /** The chunks that came, in their order, with their bytes. */
  const chunks = (page: Page): Promise<{ readonly name: string; readonly bytes: number }[]> =>
    page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map((entry) => entry.toJSON())
        .map(({ name, decodedBodySize }) => ({ name: name.replace(/^.*\//, ''), bytes: decodedBodySize }))
        .filter(({ name }) => name.endsWith('.js')),
    );
  const ktxBody = '{"state":-11001,"msg":"expired"}';

  it('can be typed into at once, and answers as one types', async () => {
    const page = await go('/explorer.html#exchange=mexc-contract');
    expect(await focused(page)).toBe('explorer-input');
    await page.keyboard.type('510');
    expect(await said(page)).toBe('1 result');
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
    await said(page);
    const all = await heads(page);
    expect(all.length).toBeGreaterThan(2);
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toBe(all[0]);
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toBe(all[1]);
    await page.keyboard.press('Enter');
    expect(await page.locator('.card').nth(1).locator('dt').first().innerText()).toBe('May the order stand?');
    await said(page);
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
    await said(page);
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
    expect(await said(page)).toBe('1 result');
  });

  it('reads a pasted answer, and keeps it out of the address', async () => {
    const page = await go('/explorer.html');
    await page.fill(
      '#explorer-input',
      'HTTP/1.1 502 Bad Gateway\n\n{"success":false,"code":2005,"message":"no"}',
    );
    expect(await said(page)).toBe('Read as an answer of MEXC contract.');
    expect(await page.locator('.card .outcome').first().innerText()).toBe('unknown');
    expect(await page.locator('.stands').innerText()).toContain(
      'It may. Nobody knows until it is looked up.',
    );
    expect(new URL(page.url()).hash).toBe('');
  });

  it('narrows by exchange and category, and says how many are left', async () => {
    const page = await go('/explorer.html');
    await page.getByRole('button', { name: 'LBank contract' }).click();
    expect(await said(page)).toBe('96 results');
    expect(await page.locator('.card').count()).toBe(40);
    await page.getByRole('button', { name: 'Show all 96' }).click();
    expect(await page.locator('.card').count()).toBe(96);
    await page.getByLabel('Category').selectOption('funds');
    const summary = await said(page);
    const left = await heads(page);
    expect(summary).toBe(`${left.length} results`);
    expect(left.filter((head) => !head.includes('LBank contract · funds'))).toEqual([]);
  });

  it('helps who types something that is not there', async () => {
    const page = await go('/explorer.html#q=insuficient');
    expect(await said(page)).toMatch(/^Nothing matches\./);
    await page.getByRole('button', { name: 'insufficient' }).click();
    await said(page);
    expect(await page.locator('.card').count()).toBeGreaterThan(2);
    await page.fill('#explorer-input', '987654');
    expect(await said(page)).toBe('No table lists 987654.');
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByRole('button', { name: '-1021', exact: true }).click();
    await said(page);
    const codes = await page.locator('.card-code').allInnerTexts();
    expect(codes.length).toBeGreaterThan(0);
    expect(new Set(codes)).toEqual(new Set(['-1021']));
  });

  it('loads one exchange at a time, and its first load is small', async () => {
    const page = await go('/explorer.html');
    const first = await chunks(page);
    expect(first.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(budget.firstLoad);
    let seen = first.length;
    /** What came since it was last asked. */
    const came = async (): Promise<{ readonly name: string; readonly bytes: number }[]> => {
      await said(page);
      const all = await chunks(page);
      const fresh = all.slice(seen);
      seen = all.length;
      return fresh;
    };
    const kinds = (fresh: Awaited<ReturnType<typeof came>>): string[] =>
      fresh.filter(({ bytes }) => bytes > budget.shared).map(({ name }) => name.replace(/\..*$/, ''));

    await page.fill('#explorer-input', ktxBody);
    const guessed = await came();
    expect(kinds(guessed)).toEqual(['codes', 'profile']);
    expect(guessed[0]?.bytes).toBeLessThan(budget.codes);
    await page.fill('#explorer-input', 'insufficient');
    const texts = await came();
    expect(kinds(texts)).toEqual(['texts']);
    expect(texts[0]?.bytes).toBeLessThan(budget.texts);
    const names = await page.locator('.chip').allInnerTexts();
    expect(names).toHaveLength(19);
    for (const name of names.slice(1)) {
      await page.getByRole('button', { name, exact: true }).click();
      const fresh = await came();
      expect(kinds(fresh), name).toEqual(name === 'KTX' ? [] : ['profile']);
      expect(
        fresh.reduce((sum, { bytes }) => sum + bytes, 0),
        name,
      ).toBeLessThan(budget.exchange);
    }
  });

  it('shows one exchange without the index of all', async () => {
    const page = await go('/explorer.html#exchange=ktx');
    expect(await said(page)).toBe('66 results');
    expect((await chunks(page)).filter(({ name }) => /^(codes|texts)/.test(name))).toEqual([]);
  });

  it('says what could not be loaded, and loads it when it is asked again', async () => {
    const page = await go('/explorer.html');
    await page.route('**/chunks/*', (route) => route.abort());
    await page.getByRole('button', { name: 'KTX', exact: true }).click();
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.innerText()).toBe(
      'KTX could not be loaded. Try again If that does not help, reload the page.',
    );
    expect(await violations(page)).toEqual([]);
    await page.fill('#explorer-input', '20007');
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await alert.getByText('The list of codes').waitFor();
    await page.unroute('**/chunks/*');
    await alert.getByRole('button', { name: 'Try again' }).press('Enter');
    expect(await said(page)).toBe('1 result');
    expect(await alert.count()).toBe(0);
    expect(await focused(page)).toBe('explorer-input');
    const complaints = forgive();
    expect(complaints.length).toBeGreaterThan(0);
    expect(complaints.filter((one) => !one.startsWith('Failed to load resource'))).toEqual([]);
  });

  it('goes on without a network, as far as things came before', async () => {
    const page = await go('/explorer.html');
    await page.keyboard.type('20007');
    expect(await said(page)).toBe('1 result');
    await page.context().setOffline(true);
    await page.fill('#explorer-input', '05001');
    await said(page);
    expect(await page.locator('.card').innerText()).toContain('OX.FUN · permission');
    await page.fill('#explorer-input', ktxBody);
    const card = page.locator('.card');
    await card.getByText('The rest could not be loaded.').waitFor();
    expect(await card.innerText()).toContain('KTX · timestamp');
    expect(await card.innerText()).toContain('No: this copy certainly had no effect.');
    await page.context().setOffline(false);
    await card.getByRole('button', { name: 'Try again' }).click();
    await said(page);
    expect(await card.innerText()).toContain('Clock refreshed, signed and sent again.');
    expect(await focused(page)).toContain('-11001');
    expect(forgive().filter((one) => !one.startsWith('Failed to load resource'))).toEqual([]);
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
    expect(await said(page)).toBe('66 results');
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

  it.each(['light', 'dark'] as const)(
    'every outcome of an answer has enough contrast in %s',
    async (colorScheme) => {
      const page = await go('/explorer.html', { colorScheme });
      for (const answer of [
        '{"success":true,"code":0}',
        '{"success":true,"code":0,"data":[{"errorCode":0},{"errorCode":2005}]}',
        '<html>',
        '{"foo":1}',
        '{"code":"-1021","msg":"late"}',
      ]) {
        await page.fill('#explorer-input', answer);
        await said(page);
        await page.keyboard.press('Enter');
        await said(page);
        expect(await violations(page), answer).toEqual([]);
      }
    },
  );

  it('the explorer can be touched, and a long answer fits', async () => {
    const page = await go('/explorer.html', phone);
    await page.fill('#explorer-input', `{"code":"-1021","msg":"${'x'.repeat(400)}"}`);
    await said(page);
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
