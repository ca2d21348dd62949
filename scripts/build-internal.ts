// Leads the imports of `src/internal.ts` to the modules that it takes its names from: a file that re-exports counts as
// importing all of them, and would join the parts of the package that a bundler, or a reader of types, is to leave out.
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Plugin } from 'esbuild';

const around = /[/\\]src[/\\](?:testing|ccxt|otel|diagnostics)[/\\].*\.ts$/;
const statement = /^(?<verb>import|export)(?<types> type)? \{(?<list>[^}]*)\} from '(?<from>[^']*)';$/gm;

export const straightImports: Plugin = {
  name: 'straight-imports',
  setup(build) {
    const straighten = straightener(join('src', 'internal.ts'));
    build.onLoad({ filter: around }, ({ path }) => ({
      loader: 'ts',
      contents: straighten(readFileSync(path, 'utf8'), relative(process.cwd(), path)),
    }));
  },
};

/**
 * @param internal the path of `internal.ts`, or of its declarations
 * @returns changes the code of a file at a path
 */
export function straightener(internal: string): (code: string, path: string) => string {
  const homes = homesOf(readFileSync(internal, 'utf8'));
  const importOf = ({ name, local, isType }: Name, path: string): string => {
    const { own = name, file = '' } = homes.get(name) ?? {};
    const from = relative(dirname(path), join(dirname(internal), file)).replaceAll('\\', '/');
    const kind = isType ? 'import type' : 'import';
    return `${kind} { ${own} as ${local} } from '${from.startsWith('.') ? from : `./${from}`}';`;
  };
  return (code, path) =>
    code.replaceAll(
      statement,
      (found, verb: string, types: string | undefined, list: string, from: string) =>
        verb === 'import' && /^[./]*\/internal\.ts$/.test(from)
          ? namesIn(list, types !== undefined)
              .map((name) => importOf(name, path))
              .join(' ')
          : found,
    );
}

interface Name {
  readonly name: string;
  readonly local: string;
  readonly isType: boolean;
}

/** By name, where it comes from, and what it is called there. */
function homesOf(text: string): ReadonlyMap<string, { readonly own: string; readonly file: string }> {
  const exports = text.matchAll(statement);
  return new Map(
    [...exports].flatMap(([, , , list = '', file = '']) =>
      namesIn(list, true).map(({ name, local }) => [local, { own: name, file }] as const),
    ),
  );
}

function namesIn(list: string, areTypes: boolean): readonly Name[] {
  const names = list.split(',').map((name) => name.trim());
  return names
    .filter((name) => name !== '')
    .map((written) => {
      const [name = '', local = name] = written.replace(/^type /, '').split(' as ');
      return { name, local, isType: areTypes || written.startsWith('type ') };
    });
}
