// What `typescript.js` registers where Node strips no types. Each file is transformed alone and no import is redirected: tsconfig's `paths` do not count.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';

/** @type {import('node:module').LoadHook} */
export async function load(url, context, nextLoad) {
  if (!url.endsWith('.ts')) return nextLoad(url, context);
  const text = await readFile(fileURLToPath(url), 'utf8');
  const options = { loader: 'ts', format: 'esm', target: 'node20', sourcemap: 'inline', sourcefile: url };
  const { code } = await transform(text, options);
  return { format: 'module', source: code, shortCircuit: true };
}
