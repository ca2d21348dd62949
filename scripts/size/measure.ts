// Bundles a few lines as a user's bundler would and weighs what came out: minified, gzip, in bytes.
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';

export interface Weight {
  /** Bytes, min + gzip, of what is loaded at once. */
  readonly first: number;
  /** Bytes, min + gzip, of the parts that are loaded when they are needed, if ever. */
  readonly later: number;
  /** What the first part imports of Node. */
  readonly builtIns: readonly string[];
}

/**
 * @param code what the user wrote
 * @param folder a project where the package can be imported by its name
 * @param external packages that are not weighed
 */
export async function weigh(code: string, folder: string, external: readonly string[]): Promise<Weight> {
  const { metafile, outputFiles } = await build({
    stdin: { contents: code, resolveDir: folder },
    outdir: 'out',
    bundle: true,
    minify: true,
    splitting: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    external: ['node:*', ...external.flatMap((name) => [name, `${name}/*`])],
    // The `paths` of a tsconfig.json would lead to the sources.
    tsconfigRaw: '{}',
    logLevel: 'silent',
  });
  const outputs = Object.entries(metafile.outputs);
  const start = outputs.find(([, { entryPoint }]) => entryPoint === '<stdin>');
  const first = reachable(metafile.outputs, start?.[0] ?? '');
  const bytes = outputFiles.map(({ contents }) => gzipSync(contents, { level: 9 }).length);
  const sum = (isFirst: boolean): number =>
    outputs.reduce((total, [name], at) => total + (first.has(name) === isFirst ? (bytes[at] ?? 0) : 0), 0);
  const imports = [...first].flatMap((name) => metafile.outputs[name]?.imports ?? []);
  const builtIns = imports.map(({ path }) => path).filter((path) => path.startsWith('node:'));
  return { first: sum(true), later: sum(false), builtIns: [...new Set(builtIns)] };
}

/** The entry and all that it imports before it runs. */
function reachable(
  outputs: Metafile['outputs'],
  name: string,
  seen = new Set<string>(),
): ReadonlySet<string> {
  const output = outputs[name];
  if (seen.has(name) || !output) return seen;
  seen.add(name);
  for (const { path, kind } of output.imports)
    if (kind === 'import-statement') reachable(outputs, path, seen);
  return seen;
}
