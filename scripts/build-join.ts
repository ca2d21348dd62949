// Joins the parts that nearly every entry point loads into one file: a file costs Node's loader more than what such a part
// holds, and esbuild makes one for each set of entry points that share something.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';

type Outputs = Metafile['outputs'];

/** Of the entry points. Those that do not need a part load it all the same: it is small, and bundlers leave it out. */
const share = 1 / 2;
const joinedName = 'parts/common.js';
/** Where the code below it comes from. Printed as a licence would be, it outlives a second bundling. */
const sourceLine = /^\/\/(!?) (?=src\/)/gm;
/** As esbuild prints it, over one line or several. */
const named = /^(import|export) \{([^}]*)\} from "([^"]+)";$/gm;

/** @param outdir what esbuild built `outputs` into, with splitting */
export async function joinParts(outdir: string, outputs: Outputs): Promise<void> {
  const parts = commonParts(outputs);
  if (parts.length < 2) return;
  const names = namesOf(parts, outputs);
  for (const part of parts) edit(part, (code) => code.replaceAll(sourceLine, '//! '));
  await build({
    stdin: { contents: exportsOf(names), resolveDir: process.cwd() },
    outfile: join(outdir, joinedName),
    bundle: true,
    plugins: [only(parts)],
    format: 'esm',
    platform: 'neutral',
    target: 'es2023',
    legalComments: 'inline',
    logLevel: 'warning',
  });
  for (const part of parts) rmSync(part);
  const joined = join(outdir, joinedName);
  edit(joined, (code) => code.replaceAll(/^\/\/ .*parts\/.*\n/gm, '').replaceAll(sourceLine, '// '));
  for (const file of Object.keys(outputs).filter((name) => name.endsWith('.js') && !names.has(name))) {
    edit(file, (code) => renamed(file, code, names, joined));
  }
}

function edit(file: string, change: (code: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

/** The parts that enough of the entry points load at once. */
export function commonParts(outputs: Outputs): readonly string[] {
  const entries = Object.keys(outputs).filter((file) => outputs[file]?.entryPoint !== undefined);
  const loads = entries.map((entry) => loadedBy(entry, outputs));
  return Object.keys(outputs).filter(
    (file) =>
      outputs[file]?.entryPoint === undefined &&
      loads.filter((loaded) => loaded.has(file)).length >= share * entries.length,
  );
}

function loadedBy(file: string, outputs: Outputs, loaded: Set<string> = new Set()): ReadonlySet<string> {
  if (loaded.has(file)) return loaded;
  loaded.add(file);
  for (const { path, kind, external } of outputs[file]?.imports ?? []) {
    if (kind === 'import-statement' && external !== true) loadedBy(path, outputs, loaded);
  }
  return loaded;
}

/** By part, what each of its exports is called in the joined file: two parts may export different things by one name. */
function namesOf(
  parts: readonly string[],
  outputs: Outputs,
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const taken = new Set<string>();
  const free = (name: string): string => {
    let found = name;
    for (let count = 2; taken.has(found); count += 1) found = `${name}_${count}`;
    taken.add(found);
    return found;
  };
  return new Map(
    parts.map((part) => [part, new Map(outputs[part]?.exports.map((name) => [name, free(name)]))]),
  );
}

function exportsOf(names: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  return [...names]
    .map(([part, own]) => {
      const list = [...own].map(([name, joined]) => `${name} as ${joined}`).join(', ');
      return `export { ${list} } from './${part}';`;
    })
    .join('\n');
}

/** Takes in these files, and leaves every other one where it is. */
function only(parts: readonly string[]): Plugin {
  const isPart = (path: string): boolean => parts.some((part) => basename(part) === basename(path));
  return {
    name: 'only',
    setup: ({ onResolve }) => {
      onResolve({ filter: /./ }, ({ path, kind }) =>
        kind !== 'entry-point' && !isPart(path) ? { path, external: true } : undefined,
      );
    },
  };
}

/** The code of a file, with what it takes of the parts taken from the joined file. */
function renamed(
  file: string,
  code: string,
  names: ReadonlyMap<string, ReadonlyMap<string, string>>,
  joined: string,
): string {
  return code.replaceAll(named, (statement, verb: string, list: string, from: string) => {
    const own = names.get(join(dirname(file), from));
    if (!own) return statement;
    const taken = list.split(',').map((one) => {
      const [name = '', local = name] = one.trim().split(' as ');
      const now = own.get(name) ?? name;
      return now === local ? `  ${local}` : `  ${now} as ${local}`;
    });
    const path = relative(dirname(file), joined).replaceAll('\\', '/');
    return `${verb} {\n${taken.join(',\n')}\n} from "${path.startsWith('.') ? path : `./${path}`}";`;
  });
}
