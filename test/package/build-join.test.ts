import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { joinParts } from '../../scripts/build-join.ts';

/** Three entry points: all share `all`, two of them `most`, and two others `few`, which takes of both. */
const sources = {
  'src/all.ts': "const name = 'all';\nexport const tag = () => name;",
  'src/most.ts': "import { tag as all } from './all.ts';\nexport const tag = () => 'most '.concat(all());",
  'src/one.ts':
    "import { tag } from './all.ts';\nimport { tag as most } from './most.ts';\nexport const said = [tag(), most()];",
  'src/two.ts':
    "import { tag } from './most.ts';\nimport { tag as own } from './all.ts';\nexport const said = [own(), tag()];",
  'src/three.ts': "export { tag as said } from './all.ts';",
};

it('joins what most entry points load, and each still says what it said', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'join-'));
  mkdirSync(join(folder, 'src'));
  for (const [name, code] of Object.entries(sources)) writeFileSync(join(folder, name), code);
  const outdir = join(folder, 'dist');
  const { metafile } = await build({
    absWorkingDir: process.cwd(),
    entryPoints: ['one', 'two', 'three'].map((name) => join(folder, `src/${name}.ts`)),
    outdir,
    chunkNames: 'parts/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    metafile: true,
  });
  expect(readdirSync(join(outdir, 'parts'))).toHaveLength(2);

  await joinParts(outdir, metafile.outputs);

  expect(readdirSync(join(outdir, 'parts'))).toEqual(['common.js']);
  const load = (name: string) => import(pathToFileURL(join(outdir, `${name}.js`)).href);
  expect((await load('one')).said).toEqual(['all', 'most all']);
  expect((await load('two')).said).toEqual(['all', 'most all']);
  expect((await load('three')).said()).toBe('all');
  const written = readFileSync(join(outdir, 'three.js'), 'utf8');
  expect(written).toContain('from "./parts/common.js"');
});
