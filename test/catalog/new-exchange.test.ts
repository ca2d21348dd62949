// A new exchange is its folder and one line: with these two alone it is in everything that goes through all exchanges.
import { execFile } from 'node:child_process';
import { appendFile, cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyOf } from '../../scripts/pack.ts';
import { typescript } from '../support/run-script.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

/** The folder, as `src/catalog/README.md` describes it. */
const folder: Readonly<Record<string, string>> = {
  'codes.ts': `
import type { Table } from '../entry.ts';

export const table: Table = {
  source: 'https://docs.acme.example/errors',
  rows: [
    ['0', 'success', 'ok', 'Fine'],
    ['7777', 'funds', 'rejected', 'Purse too light'],
    ['7778', 'rate-limit', 'rejected', 'Too many requests'],
  ],
};
`,
  'profile.ts': `
import type { ExchangeSpec } from '../exchange.ts';
import { table } from './codes.ts';

export const spec: ExchangeSpec = {
  id: 'acme-spot',
  name: 'Acme Spot',
  hosts: ['api.acme.example'],
  table,
  rest: { code: ['code'], message: ['msg'], ok: ['0'], flags: [], bare: false },
  limits: [{ name: 'orders', scope: 'account', capacity: 10, windowMs: 1000, match: { kind: 'order' } }],
  routes: [{ method: 'POST', path: '/orders', kind: 'order' }],
  signedPaths: ['/orders/**'],
  clientOrderId: { fields: ['clientOrderId'], pattern: /^\\w{1,36}$/, deduplicated: true },
  lookup: [{ method: 'GET', path: '/orders', query: { clientOrderId: '{clientOrderId}' }, order: 'data' }],
};
`,
  'signer.ts': `
import type { Sign } from '../../types.ts';

export interface AcmeCredentials {
  readonly apiKey: string;
}

export function signer({ apiKey }: AcmeCredentials): Sign {
  return () => ({ headers: { 'acme-key': apiKey } });
}
`,
  'index.ts': `
import type { SigningExchange } from '../exchange.ts';
import { withSigner } from '../with-signer.ts';
import { spec } from './profile.ts';
import { type AcmeCredentials, signer } from './signer.ts';

export type { AcmeCredentials } from './signer.ts';
export const acmeSpot: SigningExchange<AcmeCredentials> = /* @__PURE__ */ withSigner(spec, signer);
`,
};

/** Looks at everything from inside the copy. */
const probe = `
import { writeFileSync } from 'node:fs';
import { acmeSpot } from 'exchange-interceptors/exchanges/acme-spot';
import { createGateway, interceptFetch } from 'exchange-interceptors';
import { simulateExchange } from 'exchange-interceptors/testing';
import { renderExchange } from '../../scripts/exchange-docs.ts';
import { ours } from '../../scripts/size/cases.ts';
import { exchanges } from '../../src/catalog/built-in.ts';
import { pages } from './sidebar.ts';
import { codesOf, fromIndex, textsOf } from './theme/explorer/codes-index.ts';
import { find, noFilters } from './theme/explorer/find.ts';

const index = exchanges.map((exchange) => fromIndex(codesOf(exchange), textsOf(exchange)));
const sim = simulateExchange(acmeSpot, { funds: 1000 });
const gateway = createGateway({ exchange: acmeSpot, sign: acmeSpot.signer({ apiKey: 'fake' }) });
const send = interceptFetch(gateway, sim.fetch);
const order = { symbol: 'BTC', price: 10, quantity: 1 };
const place = (clientOrderId) =>
  send('http://127.0.0.1/orders', { method: 'POST', body: JSON.stringify({ ...order, clientOrderId }) });
sim.failNext({ kind: 'code', code: '7778' });
await place('first');
const refused = await place('first').catch(({ code }) => code);
await gateway.close();

const acme = exchanges.find(({ id }) => id === 'acme-spot');
writeFileSync(new URL('../exchanges/acme-spot.md', import.meta.url), renderExchange(acme));
console.log(
  JSON.stringify({
    executions: sim.executions('first'),
    attempts: gateway.stats().attempts,
    refused,
    explorer: find('7777', noFilters, index).cards.map(({ exchanges, code, text }) => [exchanges[0].name, code, text]),
    page: renderExchange(acme),
    sidebar: pages('exchanges'),
    sizes: Object.keys(ours([])),
  }),
);
`;

let copy: string;
const node = (...args: readonly string[]) => run(process.execPath, args, { cwd: copy });

beforeAll(async () => {
  copy = copyOf('demo', 'src', 'scripts', 'tools');
  await cp(join(root, 'docs/.vitepress'), join(copy, 'docs/.vitepress'), { recursive: true });
  await mkdir(join(copy, 'docs/exchanges'));
  await mkdir(join(copy, 'src/catalog/acme-spot'));
  for (const [name, text] of Object.entries(folder))
    await writeFile(join(copy, 'src/catalog/acme-spot', name), text.trimStart());
  await appendFile(join(copy, 'src/catalog/all.ts'), "export { acmeSpot } from './acme-spot/index.ts';\n");
  await node(...typescript, 'scripts/build.ts');
}, 120_000);

afterAll(() => rm(copy, { recursive: true, force: true }));

it('is in the command line', async () => {
  expect((await node('dist/cli/main.js', 'list')).stdout).toMatch(/^acme-spot +Acme Spot +3 +1 /m);
  expect((await node('dist/cli/main.js', 'explain', 'acme-spot', '7777')).stdout).toContain(
    'Purse too light',
  );
});

it('has its entry point, and is played, explained, documented and weighed', async () => {
  const entry = join(copy, 'docs/.vitepress/probe.js');
  await writeFile(entry, probe);
  const seen: Record<string, unknown> = JSON.parse((await node(...typescript, entry)).stdout);
  expect(seen).toMatchObject({
    executions: 1,
    attempts: 3,
    explorer: [['Acme Spot', '7777', 'Purse too light']],
    sidebar: [{ text: 'Acme Spot', link: '/exchanges/acme-spot' }],
  });
  expect(seen['sizes']).toContain('interceptFetch + acme-spot');
  expect(seen['page']).toMatch(/^\| `7777` \| Purse too light \| funds \| rejected \| fails at once \|/m);
});
