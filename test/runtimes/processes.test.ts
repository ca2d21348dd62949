import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Consumer, consumer } from '../package/support/consumer.ts';
import { dialects } from '../support/exchanges.ts';
import { runScript } from '../support/run-script.ts';

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
  const { stdout } = await runScript('scripts/runtimes/programs.ts', project.folder);
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
