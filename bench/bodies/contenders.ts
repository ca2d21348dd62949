// Ways to fetch a body and parse it.
import { interceptFetch } from 'exchange-interceptors';
import ky from 'ky';
import type { Contender } from '../../tools/compare.ts';
import { wideGateway } from '../stubs.ts';

export function contenders(url: string): readonly Contender[] {
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
