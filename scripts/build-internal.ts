// Leads the imports of `src/internal.ts` to the modules that it takes its names from: esbuild counts a file that re-exports
// as importing all of them, and would join the parts of the package that a bundler is to leave out.
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Plugin } from 'esbuild';

const internal = resolve('src/internal.ts');
const around = /[/\\]src[/\\](?:testing|ccxt|otel|diagnostics|cli|replay)[/\\].*\.ts$/;

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
      const [exported = '', local = exported] = name.split(' as ');
      const { own = exported, file = '' } = homes.get(exported) ?? {};
      const from = relative(dirname(path), join(dirname(internal), file));
      return `import { ${own} as ${local} } from '${from.replaceAll('\\', '/')}';`;
    }
  },
};

/** Where a name comes from, and what it is called there. */
interface Home {
  readonly own: string;
  readonly file: string;
}

function homesOf(text: string): ReadonlyMap<string, Home> {
  const exports = text.matchAll(/^export \{([^}]*)\} from '([^']*)';$/gm);
  const homes = [...exports].flatMap(([, list = '', file = '']) =>
    namesIn(list).map((name) => {
      const [own = '', exported = own] = name.split(' as ');
      return [exported, { own, file }] as const;
    }),
  );
  return new Map(homes);
}

/** The names of a list that are not types. */
function namesIn(list: string): readonly string[] {
  const names = list.split(',').map((name) => name.trim());
  return names.filter((name) => name !== '' && !name.startsWith('type '));
}
