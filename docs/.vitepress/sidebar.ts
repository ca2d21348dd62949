import { readdirSync, readFileSync } from 'node:fs';
import type { DefaultTheme } from 'vitepress';

type Item = DefaultTheme.SidebarItem;

const docs = new URL('../', import.meta.url);

export const nav: DefaultTheme.NavItem[] = [
  { text: 'Start', link: '/start', activeMatch: '^/(start|flow|outcomes|limits|scale|websocket)' },
  { text: 'Code explorer', link: '/explorer' },
  { text: 'Recipes', link: '/recipes/', activeMatch: '^/recipes/' },
  { text: 'Reference', link: '/reference/index', activeMatch: '^/reference/' },
];

export const sidebar: Item[] = [
  {
    text: 'Understand',
    items: [
      { text: 'Start here', link: '/start' },
      { text: 'How an attempt flows', link: '/flow' },
      { text: 'Errors and outcomes', link: '/outcomes' },
      { text: 'Limits', link: '/limits' },
      { text: 'Scale', link: '/scale' },
      { text: 'WebSocket', link: '/websocket' },
      { text: 'Define an exchange', link: '/define-an-exchange' },
      { text: 'Options', link: '/options' },
      { text: 'Before you trust it', link: '/questions' },
      { text: 'Troubleshooting', link: '/troubleshooting' },
    ],
  },
  {
    text: 'Recipes',
    link: '/recipes/',
    items: [
      { text: 'Safe orders', link: '/recipes/safe-orders' },
      { text: 'Cancels first', link: '/recipes/cancels-first' },
      { text: 'Poll an order', link: '/recipes/polling' },
      { text: 'Big order ids', link: '/recipes/big-order-ids' },
      { text: 'Several accounts', link: '/recipes/several-accounts' },
      { text: 'Two bots on one IP', link: '/recipes/two-bots' },
      { text: 'Redis in production', link: '/recipes/redis-in-production' },
      { text: 'Stop on SIGINT', link: '/recipes/graceful-shutdown' },
      { text: 'Log with pino', link: '/recipes/logging' },
      { text: 'Metrics', link: '/recipes/metrics' },
      { text: 'A proxy', link: '/recipes/proxy' },
      { text: 'Test your bot', link: '/recipes/test-your-bot' },
      { text: 'Fake timers', link: '/recipes/fake-timers' },
      { text: 'CommonJS, Jest, ts-node', link: '/recipes/commonjs' },
      { text: 'In a browser', link: '/recipes/browser' },
      { text: 'SDKs of exchanges', link: '/recipes/clients' },
      { text: 'With ky, ofetch and others', link: '/recipes/fits-in' },
      { text: 'From axios-retry', link: '/recipes/from-axios-retry' },
      { text: 'From ccxt', link: '/recipes/from-ccxt' },
      { text: 'From an interceptor of yours', link: '/recipes/from-your-interceptor' },
    ],
  },
  {
    text: 'Tools',
    items: [
      { text: 'Code explorer', link: '/explorer' },
      { text: 'Command line', link: '/command-line' },
      { text: 'Telemetry', link: '/telemetry' },
    ],
  },
  { text: 'Exchanges', link: '/exchanges/', items: pages('exchanges') },
  {
    text: 'Behind it',
    items: [
      { text: 'API reference', link: '/reference/index' },
      { text: 'Compared with', link: '/compared-with' },
      { text: 'Measured', link: '/measured' },
      { text: 'Support and stability', link: '/support' },
      { text: 'Bottleneck and p-retry', link: '/dependencies' },
      { text: 'Architecture', link: '/architecture' },
      { text: 'Decisions and discoveries', link: '/decisions' },
    ],
  },
];

/** A folder's pages under their own titles, but for the one of all of them. */
export function pages(folder: string): { readonly text: string; readonly link: string }[] {
  const names = readdirSync(new URL(`${folder}/`, docs)).filter(
    (name) => name.endsWith('.md') && name !== 'index.md',
  );
  return names.sort().map((name) => {
    const text = readFileSync(new URL(`${folder}/${name}`, docs), 'utf8');
    const title = (/^# (.+)$/m.exec(text)?.[1] ?? name).replaceAll('`', '');
    return { text: title, link: `/${folder}/${name.replace(/\.md$/, '')}` };
  });
}
