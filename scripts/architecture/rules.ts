// The linter's rules about imports, made of the table of layers.
import { around, core, files, type Part } from './layers.ts';

interface Pattern {
  readonly group: readonly string[];
  readonly message: string;
}

const pRetry: Pattern = { group: ['p-retry'], message: 'Only src/pipeline/run.ts runs attempts.' };
const bottleneck: Pattern = {
  group: ['bottleneck', 'bottleneck/**'],
  message: 'Only src/throttle/overflow-queue.ts queues.',
};
const oneWay = 'Imports point one way, from a layer to those below it: see docs/architecture.md.';
const alone = 'It imports nothing from outside its folder.';
const byName = 'The package by its name: what is shown and measured is what is built (docs/decisions/0019).';
const oneDoor = 'What is around the core imports it through src/internal.ts alone.';

/** The content of `biome.imports.json`. */
export function importRules(): unknown {
  return {
    $schema: './node_modules/@biomejs/biome/configuration_schema.json',
    overrides: [
      override(['src/**'], [pRetry, bottleneck]),
      ...core
        .flat()
        .filter(isFolder)
        .flatMap((part) => ofCore(part)),
      ...around.flatMap((part) => ofAround(part)),
      override(
        ['bench/**', 'demo/**', 'tools/**', 'scripts/pictures/**'],
        [{ group: ['../src/**', '../../src/**', '../dist/**', '../../dist/**'], message: byName }],
      ),
    ],
  };
}

/** Of each folder: what stands in its own layer or above, and what it has no business with. */
function ofCore({ name, without = [], alone: isAlone }: Part): unknown[] {
  if (isAlone)
    return [override([`src/${name}/**`], [{ group: ['../**'], message: alone }, pRetry, bottleneck])];
  const at = core.findIndex((layer) => layer.some((part) => part.name === name));
  const above = core
    .slice(0, at + 1)
    .flat()
    .map((part) => part.name);
  const denied = [...above.filter((other) => other !== name), ...without];
  const folders = [...denied.filter((other) => !files[other]), ...around.map((part) => part.name)];
  const single = [...denied.flatMap((other) => files[other] ?? []), 'internal', 'index'];
  const up = ['../', '../../'];
  const group = up.flatMap((way) => [`${way}{${folders.join(',')}}/**`, `${way}{${single.join(',')}}.ts`]);
  const others = [{ group, message: oneWay }];
  if (name === 'pipeline')
    return [
      override(['src/pipeline/**', '!src/pipeline/run.ts'], [...others, pRetry, bottleneck]),
      override(['src/pipeline/run.ts'], [...others, bottleneck]),
    ];
  if (name === 'throttle')
    return [
      override(['src/throttle/**', `!${queue}`, `!${queueTypes}`], [...others, pRetry, bottleneck]),
      override([queue, queueTypes], [...others, pRetry]),
    ];
  return [override([`src/${name}/**`], [...others, pRetry, bottleneck])];
}

const queue = 'src/throttle/overflow-queue.ts';
const queueTypes = 'src/throttle/bottleneck-light.d.ts';

function ofAround({ name, on = [] }: Part): unknown[] {
  const inner = core
    .flat()
    .filter(isFolder)
    .map((part) => part.name);
  const outer = around.map((part) => part.name).filter((other) => other !== name && !on.includes(other));
  const folders = [...inner, ...outer];
  const rules = (way: string): Pattern[] => [
    { group: [`${way}*.ts`, `!${way}internal.ts`, `${way}{${folders.join(',')}}/**`], message: oneDoor },
    pRetry,
    bottleneck,
  ];
  return [override([`src/${name}/*`], rules('../')), override([`src/${name}/*/**`], rules('../../'))];
}

function isFolder({ name }: Part): boolean {
  return !files[name];
}

function override(includes: readonly string[], patterns: readonly Pattern[]): unknown {
  return {
    includes,
    linter: { rules: { style: { noRestrictedImports: { level: 'error', options: { patterns } } } } },
  };
}
