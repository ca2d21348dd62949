import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Consumer, consumer } from '../package/support/consumer.ts';
import { runScript } from '../support/run-script.ts';
import { servePage } from './page-server.ts';
import { type World, worlds } from './programs/world.ts';

const executablePath = '/usr/bin/chromium';
const quiet = ['gpu', 'quic', 'background-networking', 'component-update', 'sync'];
const args = ['--no-sandbox', '--no-first-run', ...quiet.map((part) => `--disable-${part}`)];
// A developer's machine may have none; the one that decides whether a change is good may not.
const isMissing = !existsSync(executablePath) && process.env['CI'] !== 'true';
if (isMissing) console.warn(`Nothing was tried in a browser: there is no ${executablePath}.`);

let project: Consumer;
let profile: string;
let browser: BrowserContext;
let script: string;

interface Shown<T> {
  readonly result: T;
  /** Errors that the page did not catch. */
  readonly errors: readonly string[];
}

/** Opens a page of the exchange's own origin, acts in it, and closes both. */
async function inPage<T>(world: World, act: (page: Page, origin: string) => Promise<T>): Promise<Shown<T>> {
  const server = await servePage(script, world.exchange);
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  await page.goto(server.url);
  const result = await act(page, server.url);
  await page.close();
  await server.close();
  return { result, errors };
}

describe.skipIf(isMissing)('in Chromium, from the packed package', () => {
  beforeAll(async () => {
    project = await consumer('axios');
    const { stdout } = await runScript('scripts/runtimes/programs.ts', project.folder);
    script = JSON.parse(stdout).page;
    profile = await mkdtemp(join(tmpdir(), 'profile-'));
    browser = await chromium.launchPersistentContext(profile, { executablePath, headless: true, args });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await project?.remove();
    if (profile) await rm(profile, { recursive: true, force: true });
  });

  it('the bundle holds no built-in of Node', () => {
    // What is asked of `process`, where there is one, is no part of the bundle.
    const asked = /getBuiltinModule\?\.\(["']node:[a-z]+["']\)/g;
    expect(script.replace(asked, '').match(/["']node:[a-z]+["']/g)).toBeNull();
  });

  describe.each(['fetch', 'xhr'] as const)('over %s', (client) => {
    it.each(worlds().map((world) => ({ name: world.value, world })))(
      'retries, clock, signatures and limits are kept on $name',
      async ({ world }) => {
        const { result, errors } = await inPage(world, (page, origin) =>
          page.evaluate(([market, over]) => window.trade(market, over), [
            world.market(origin),
            client,
          ] as const),
        );
        const saw = world.saw();
        expect({ bot: result, exchange: saw.seen, errors }).toEqual({
          bot: world.expected,
          exchange: saw.expected,
          errors: [],
        });
      },
    );
  });

  it('WebCrypto signs as openssl does, for all five exchanges', async () => {
    const [world] = worlds();
    if (!world) throw new Error('there is no exchange');
    const { result: signed } = await inPage(world, (page) => page.evaluate(() => window.signAll()));
    const exchanges = new Set(signed.map(({ name }) => name.split(':')[0]));
    expect([...exchanges]).toEqual(['ktx', 'mexcContract', 'lbankContract', 'oxFun', 'chainUp']);
    expect(signed.map(({ given }) => given)).toEqual(signed.map(({ expected }) => expected));
  });
});
