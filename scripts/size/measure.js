// Bundles a few lines as a user's bundler would and weighs what came out: minified, gzip, in bytes.
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/**
 * @typedef {object} Weight
 * @property {number} first bytes, min + gzip, of what is loaded at once
 * @property {number} later bytes, min + gzip, of the parts that are loaded when they are needed, if ever
 * @property {string[]} loaded the files that went into the first part
 * @property {string[]} builtIns what it imports of Node
 */

/**
 * @param {string} code what the user wrote
 * @param {string} folder a project where the package can be imported by its name
 * @param {readonly string[]} external packages that are not weighed
 * @returns {Promise<Weight>}
 */
export async function weigh(code, folder, external) {
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
    logLevel: 'silent',
  });
  const outputs = Object.entries(metafile.outputs);
  const start = outputs.find(([, { entryPoint }]) => entryPoint === '<stdin>');
  const first = reachable(metafile.outputs, start?.[0] ?? '');
  const bytes = new Map(
    outputs.map(([name], at) => [name, gzipSync(outputFiles[at].contents, { level: 9 }).length]),
  );
  const sum = (names) => names.reduce((total, name) => total + (bytes.get(name) ?? 0), 0);
  const imports = first.flatMap((name) => metafile.outputs[name]?.imports ?? []);
  return {
    first: sum(first),
    later: sum([...bytes.keys()].filter((name) => !first.includes(name))),
    loaded: [...new Set(first.flatMap((name) => Object.keys(metafile.outputs[name]?.inputs ?? {})))],
    builtIns: [...new Set(imports.map(({ path }) => path).filter((path) => path.startsWith('node:')))],
  };
}

/** The entry and all that it imports before it runs. */
function reachable(outputs, name, seen = new Set()) {
  if (seen.has(name) || !outputs[name]) return [...seen];
  seen.add(name);
  for (const { path, kind } of outputs[name].imports)
    if (kind === 'import-statement') reachable(outputs, path, seen);
  return [...seen];
}
