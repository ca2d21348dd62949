import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Consumer, consumer } from './support/consumer.ts';
import { entries, manifest, peersOf } from './support/manifest.ts';

const names = [...entries.keys()];
let bare: Consumer;
let full: Consumer;

beforeAll(async () => {
  bare = await consumer();
  full = await consumer(...new Set(names.flatMap(peersOf)));
}, 120_000);

afterAll(async () => {
  await bare?.remove();
  await full?.remove();
});

describe('package.json', () => {
  it('asks for nothing but the two dependencies, and lets every peer be left out', () => {
    expect(Object.keys(manifest.dependencies)).toEqual(['bottleneck', 'p-retry']);
    const optional = Object.entries(manifest.peerDependenciesMeta).filter(([, { optional: may }]) => may);
    expect(optional.map(([name]) => name).toSorted()).toEqual(
      Object.keys(manifest.peerDependencies).toSorted(),
    );
  });

  it.each(names)('names the types of %s first, then the code', (name) => {
    expect(Object.keys(entries.get(name) ?? {})).toEqual(['types', 'default']);
  });
});

describe('each entry point of the packed package', () => {
  it.each(names)('%s is there, types and code', (name) => {
    const target = entries.get(name);
    const files = [target?.types, target?.default].map((path) => join(bare.installed, path ?? 'missing'));
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });

  it.each(names.filter((name) => peersOf(name).length === 0))(
    '%s is imported and required where no peer is installed, and loads none',
    async (name) => {
      const count = `Object.keys(loaded).length > 0`;
      const esm = `import * as loaded from '${name}'; console.log(${count});`;
      const cjs = `const loaded = require('${name}'); console.log(${count});`;
      expect((await bare.node('--input-type=module', '-e', esm)).stdout.trim()).toBe('true');
      expect((await bare.node('-e', cjs)).stdout.trim()).toBe('true');
    },
  );

  it('has errors that keep the names of their classes, which uncaught ones show', async () => {
    const list = `Object.entries(loaded).filter(([name, { prototype }]) => prototype instanceof Error && prototype.constructor.name !== name)`;
    const esm = `import * as loaded from '${names[0]}'; console.log(JSON.stringify(${list}));`;
    expect((await bare.node('--input-type=module', '-e', esm)).stdout.trim()).toBe('[]');
  });

  it.each(names)('%s is imported without a word where its peers are installed', async (name) => {
    const esm = `import * as loaded from '${name}'; console.log(Object.keys(loaded).length > 0);`;
    expect(await full.node('--input-type=module', '-e', esm)).toEqual({ stdout: 'true\n', stderr: '' });
  });
});
