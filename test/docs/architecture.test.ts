import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { drawArchitecture } from '../../scripts/architecture/draw.ts';
import { readImports } from '../../scripts/architecture/imports.ts';
import { around, core, files } from '../../scripts/architecture/layers.ts';
import { importRules } from '../../scripts/architecture/rules.ts';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const read = (path: string): string => readFileSync(at(path), 'utf8');
const parts = [...around, ...core.flat()].map(({ name }) => name);
const imports = readImports(at('src'));

describe('the picture of the folders', () => {
  const drawn = drawArchitecture(imports);

  it('is what the script draws from the imports in src', () => {
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(at('docs/pictures/architecture.svg'), drawn);
    const isSame = read('docs/pictures/architecture.svg') === drawn;
    expect(isSame, 'out of date: UPDATE_DOCS=1 npx vitest run test/docs/architecture.test.ts').toBe(true);
  });

  it('shows every folder of src, and nothing that is not there', () => {
    const folders = readdirSync(at('src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const shown = parts.filter((name) => !files[name]);
    expect(shown.toSorted()).toEqual(folders.map(({ name }) => name).toSorted());
    for (const name of parts) expect(drawn).toContain(`>${name}</text>`);
  });
});

describe('imports', () => {
  it('are held to the layers by the linter', () => {
    if (process.env['UPDATE_DOCS'] === '1')
      writeFileSync(at('biome.imports.json'), `${JSON.stringify(importRules(), null, 2)}\n`);
    expect(JSON.parse(read('biome.imports.json'))).toEqual(importRules());
  });

  it('go down only', () => {
    const layerOf = (name: string): number =>
      core.findIndex((layer) => layer.some((part) => part.name === name));
    const standsOn = (name: string): readonly string[] => around.find((part) => part.name === name)?.on ?? [];
    const up = [...imports].flatMap(([from, all]) =>
      [...all]
        .filter((to) => layerOf(to) <= layerOf(from) && !standsOn(from).includes(to))
        .map((to) => `${from} -> ${to}`),
    );
    expect(up).toEqual([]);
  });
});

describe('the page about the architecture', () => {
  const page = read('docs/architecture.md');
  const named = [...page.matchAll(/`(src\/[\w./-]+[\w])`/g)].map(([, path = '']) => path);

  it('names files and folders that are there', () => {
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((path) => !existsSync(at(path)))).toEqual([]);
  });

  it.each([
    ["Change a code's category", 1],
    ['Add an exchange', 2],
    ['Add a policy', 4],
    ['Fix a throttle bug', 6],
  ])('%s: at most %i files of src to open', (title, most) => {
    const recipe = page.split(/^### /m).find((part) => part.startsWith(title)) ?? '';
    const opened = new Set([...recipe.matchAll(/`(src\/[\w./<>-]+)`/g)].map(([, path]) => path));
    expect(opened.size).toBeGreaterThan(0);
    expect(opened.size).toBeLessThanOrEqual(most);
  });
});
