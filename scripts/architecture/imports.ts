// Which parts of `src` import which others, read from the files themselves; type imports count.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { around, core, files } from './layers.ts';

/** The parts that each part imports; what all of them share (types, options, errors) is left out. */
export type Imports = ReadonlyMap<string, ReadonlySet<string>>;

const parts = [...around, ...core.flat()].map(({ name }) => name);

/** @param source the folder `src` */
export function readImports(source: string): Imports {
  const imports = new Map(parts.map((name) => [name, new Set<string>()]));
  for (const file of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    if (!/\.c?ts$/.test(file)) continue;
    const from = partOf(file);
    for (const [, path = ''] of readFileSync(join(source, file), 'utf8').matchAll(/ from '(\.[^']*)'/g)) {
      const to = partOf(relative(source, join(source, dirname(file), path)));
      if (from !== undefined && to !== undefined && to !== from) imports.get(from)?.add(to);
    }
  }
  return imports;
}

/** Undefined for what stands at the top level and belongs to no part. */
function partOf(file: string): string | undefined {
  const [first = ''] = file.split(/[\\/]/);
  if (parts.includes(first)) return first;
  const name = first.replace(/\.ts$/, '');
  return Object.keys(files).find((part) => files[part]?.includes(name));
}

/** The imports that no longer way shows: what a part imports through another is left out. */
export function withoutDetours(imports: Imports): Imports {
  const reaches = (from: string, to: string): boolean =>
    [...(imports.get(from) ?? [])].some((next) => next === to || reaches(next, to));
  return new Map(
    [...imports].map(([from, all]) => [
      from,
      new Set([...all].filter((to) => ![...all].some((next) => next !== to && reaches(next, to)))),
    ]),
  );
}
