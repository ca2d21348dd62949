// @ts-check
import ky from 'ky';
import { interceptFetch } from '../../dist/index.js';
import { wideGateway } from '../harness.js';

/**
 * @param {string} url
 * @returns {readonly import('../harness.js').Contender[]}
 */
export function contenders(url) {
  const gateway = wideGateway();
  const ours = interceptFetch(gateway);
  return [
    { name: 'fetch', call: async () => (await fetch(url)).json() },
    { name: 'fetch again (noise)', call: async () => (await fetch(url)).json() },
    { name: 'exchange-interceptors', call: async () => (await ours(url)).json(), end: () => gateway.close() },
    {
      name: 'clone().json(), then json()',
      call: async () => {
        const response = await fetch(url);
        const [, body] = await Promise.all([response.clone().json(), response.json()]);
        return body;
      },
    },
    { name: 'ky', call: () => ky.get(url).json() },
  ];
}
