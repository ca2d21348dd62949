// The codes of all exchanges: they tell which exchange a code or an answer is from.
import { exchanges } from '../../../../src/catalog/built-in.ts';
import { type CodesOf, codesOf } from './codes-index.ts';

declare const data: readonly CodesOf[];

export { data };

export default {
  watch: ['../../../../src/catalog/**/*.ts'],
  load: (): typeof data => exchanges.map(codesOf),
};
