// What is weighed, as a user would write it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const name = 'exchange-interceptors';

// The least that a bot needs: fetch through a gateway, and one exchange.
const fetchWith = (id) => `
export { createGateway, interceptFetch } from '${name}';
export * from '${name}/exchanges/${id}';
`;

/**
 * The lines by what the table calls them.
 * @param {string} folder of the built package
 * @returns {Record<string, string>}
 */
export function ours(folder) {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const entries = Object.keys(exports).filter((path) => path !== './package.json' && !path.includes('*'));
  const entryLines = entries.map((path) => {
    const entry = path === '.' ? name : `${name}${path.slice(1)}`;
    return [entry, `export * from '${entry}';`];
  });
  return Object.fromEntries([
    ...entryLines,
    ...exchangesOf(folder).map((id) => [`interceptFetch + ${id}`, fetchWith(id)]),
  ]);
}

/** The ids of the exchanges that have an entry point: each is a folder. */
function exchangesOf(folder) {
  return readdirSync(join(folder, 'dist', 'catalog'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** The dependencies, each as this package imports it. */
export const dependencies = {
  'p-retry': `export { default, AbortError } from 'p-retry';`,
  'bottleneck/light.js': `export { default } from 'bottleneck/light.js';`,
};
