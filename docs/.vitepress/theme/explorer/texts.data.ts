// The texts of all codes: words are searched in them.
import { exchanges } from '../../../../src/catalog/built-in.ts';
import { type TextsOf, textsOf } from './codes-index.ts';

declare const data: readonly TextsOf[];

export { data };

export default {
  watch: ['../../../../src/catalog/**/*.ts'],
  load: (): typeof data => exchanges.map(textsOf),
};
