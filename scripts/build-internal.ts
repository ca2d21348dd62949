// Leads the imports of `src/internal.ts` to the modules that it takes its names from: esbuild counts a file that re-exports
// as importing all of them, and would join the parts of the package that a bundler is to leave out.
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Plugin } from 'esbuild';

const internal = resolve('src/internal.ts');
const around = /[/\\]src[/\\](?:testing|ccxt|otel|diagnostics|cli)[/\\].*\.ts$/;

export const straightImports: Plugin = {
  name: 'straight-imports',
  setup(build) {
    const homes = homesOf(readFileSync(internal, 'utf8'));
    build.onLoad({ filter: around }, ({ path }) => ({
      loader: 'ts',
      contents: readFileSync(path, 'utf8').replaceAll(
        /^import \{([^}]*)\} from '[./]*\/internal\.ts';$/gm,
        (_, list: string) =>
          namesIn(list)
            .map((name) => importOf(name, path))
            .join(' '),
      ),
    }));

    function importOf(name: string, path: string): string {
      const [exported = ''] = name.split(' as ');
      const from = relative(dirname(path), join(dirname(internal), homes.get(exported) ?? ''));
      return `import { ${name} } from '${from.replaceAll('\\', '/')}';`;
    }
  },
};

/** Which module each name comes from. */
function homesOf(text: string): ReadonlyMap<string, string> {
  const exports = text.matchAll(/^export \{([^}]*)\} from '([^']*)';$/gm);
  return new Map(
    [...exports].flatMap(([, list = '', from = '']) => namesIn(list).map((name) => [name, from] as const)),
  );
}

/** The names of a list that are not types. */
function namesIn(list: string): readonly string[] {
  const names = list.split(',').map((name) => name.trim());
  return names.filter((name) => name !== '' && !name.startsWith('type '));
}
