// What is weighed, as a user would write it.
const name = 'exchange-interceptors';

// The values of the five exchanges.
const exchanges = ['ktx', 'mexcContract', 'lbankContract', 'oxFun', 'chainUp'];

// The least that a bot needs: fetch through a gateway, and one exchange.
const fetchWith = (exchange) => `export { createGateway, interceptFetch, ${exchange} } from '${name}';`;

/**
 * The lines by what the table calls them.
 * @param {{ exports: Record<string, unknown> }} manifest package.json
 * @returns {Record<string, string>}
 */
export function ours({ exports }) {
  const entries = Object.keys(exports).filter((path) => path !== './package.json');
  const entryLines = entries.map((path) => {
    const entry = path === '.' ? name : `${name}${path.slice(1)}`;
    return [entry, `export * from '${entry}';`];
  });
  return Object.fromEntries([
    ...entryLines,
    ...exchanges.map((exchange) => [`interceptFetch + ${exchange}`, fetchWith(exchange)]),
  ]);
}

/** The dependencies, each as this package imports it. */
export const dependencies = {
  'p-retry': `export { default, AbortError } from 'p-retry';`,
  'bottleneck/light.js': `export { default } from 'bottleneck/light.js';`,
};
