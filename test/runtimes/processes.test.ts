import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Consumer, consumer } from '../package/support/consumer.ts';
import { dialects } from '../support/exchanges.ts';

const run = promisify(execFile);
const at = (path: string): string =>
  fileURLToPath(new URL(`../../scripts/runtimes/${path}`, import.meta.url));
const vectors = 17;

interface Proof {
  readonly name: string;
  readonly seen: unknown;
  readonly expected: unknown;
}

let project: Consumer;
let programs: { readonly esm: string; readonly cjs: string };

beforeAll(async () => {
  project = await consumer('axios');
  const { stdout } = await run(process.execPath, [at('programs.js'), project.folder], { maxBuffer: 1e8 });
  programs = JSON.parse(stdout);
}, 120_000);

afterAll(() => project?.remove());

// `npm run test:runtimes` does the same on other releases of Node, on Deno and on Bun.
it.each(['esm', 'cjs'] as const)(
  'this Node keeps every promise from the packed package, by %s',
  async (format) => {
    const { stdout, stderr } = await project.node(programs[format]);
    const proofs: readonly Proof[] = JSON.parse(stdout);
    expect(stderr).toBe('');
    expect(proofs.length).toBe(2 * dialects.length + vectors);
    expect(proofs.map(({ name, seen }) => ({ name, seen }))).toEqual(
      proofs.map(({ name, expected }) => ({ name, seen: expected })),
    );
  },
);
