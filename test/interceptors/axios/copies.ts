import { createRequire } from 'node:module';
import newest from 'axios';

const require = createRequire(import.meta.url);
const oldest = 'axios-1.7';
const imported: { readonly default: typeof newest } = await import(oldest);

/** The copies of axios that a bot may have: the newest and one of the oldest that are in use, by `import` and by `require`. */
export const copies: readonly (readonly [name: string, axios: typeof newest])[] = [
  ['the newest', newest],
  ['the newest, required', require('axios')],
  ['1.7.9', imported.default],
  ['1.7.9, required', require('axios-1.7')],
];
