// What is weighed, as a user would write it.
import { exchanges } from '../../src/catalog/built-in.ts';

const name = 'exchange-interceptors';

/**
 * @param paths the keys of `exports` in package.json
 * @returns the code of each line by what the table calls it
 */
export function ours(paths: readonly string[]): Readonly<Record<string, string>> {
  const entries = paths
    .filter((path) => path !== './package.json' && !path.includes('*'))
    .map((path) => `${name}${path.slice(1)}`)
    .map((entry) => [entry, `export * from '${entry}';`]);
  const ids = exchanges.map(({ id }) => id).toSorted();
  return Object.fromEntries([...entries, ...ids.map((id) => [`interceptFetch + ${id}`, fetchWith(id)])]);
}

/** The least that a bot needs: fetch through a gateway, and one exchange. */
const fetchWith = (id: string): string => `
export { createGateway, interceptFetch } from '${name}';
export * from '${name}/exchanges/${id}';
`;

/** The dependencies, each as this package imports it. */
export const dependencies: Readonly<Record<string, string>> = {
  'p-retry': `export { default, AbortError } from 'p-retry';`,
  'bottleneck/light.js': `export { default } from 'bottleneck/light.js';`,
};
