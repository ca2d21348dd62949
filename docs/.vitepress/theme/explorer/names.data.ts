// The names of all exchanges, which is all that the first load has of them.
import { exchanges } from '../../../../src/catalog/built-in.ts';
import type { Exchange } from '../../../../src/catalog/exchange.ts';

export type Named = Pick<Exchange, 'id' | 'name'>;

declare const data: readonly Named[];

export { data };

export default {
  watch: ['../../../../src/catalog/**/*.ts'],
  load: (): typeof data => exchanges.map(({ id, name }) => ({ id, name })),
};
