// Removes the declarations that no entry point leads to: of what only other code of the package imports nobody sees a type.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { straightener } from './build-internal.ts';

/** A path in `from './a.ts'` or `import('./a.ts')`; declarations are written with the names of the sources. */
const specifier = /(?:from |import\()'(\.[^']+)\.(c?)ts'/g;
const declaration = /\.d\.c?ts$/;

/**
 * @param folder where the declarations are
 * @param entries those of the entry points, as paths in it
 */
export function pruneTypes(folder: string, entries: readonly string[]): void {
  straightenTypes(folder);
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const [, path = '', kind = ''] of readFileSync(join(folder, file), 'utf8').matchAll(specifier))
      visit(normalize(join(dirname(file), `${path}.d.${kind}ts`)));
  };
  for (const entry of entries) visit(normalize(entry));
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (declaration.test(file) && !reached.has(file)) rmSync(join(folder, file));
  }
}

function straightenTypes(folder: string): void {
  const straighten = straightener(join(folder, 'internal.d.ts'));
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!declaration.test(file)) continue;
    const path = join(folder, file);
    writeFileSync(path, straighten(readFileSync(path, 'utf8'), path));
  }
}
