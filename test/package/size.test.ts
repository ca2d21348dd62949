import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchanges } from '../../src/catalog/built-in.ts';
import { runScript } from '../support/run-script.ts';
import { type Consumer, consumer } from './support/consumer.ts';
import { entries, manifest } from './support/manifest.ts';

interface Row {
  readonly name: string;
  /** Bytes, min + gzip, of what is loaded at once. */
  readonly first: number;
  readonly later: number;
  readonly budget?: number;
  /** What a bundle of it imports of Node. */
  readonly builtIns: readonly string[];
}

const bots = exchanges.map(({ id }) => `interceptFetch + ${id}`).toSorted();
/** Those of single exchanges are weighed with what a bot needs beside them. */
const whole = [...entries.keys()].filter((name) => !name.includes('/exchanges/'));
let project: Consumer;
let rows: ReadonlyMap<string, Row>;

beforeAll(async () => {
  project = await consumer();
  const { stdout } = await runScript('scripts/size.ts', '--json', '--package', project.installed);
  const list: readonly Row[] = JSON.parse(stdout);
  rows = new Map(list.map((row) => [row.name, row]));
}, 120_000);

afterAll(() => project?.remove());

describe('what the package adds to a bundle', () => {
  it('is weighed for every entry point, for fetch with each exchange, and for each dependency', () => {
    const dependencies = [...rows.keys()].slice(-2);
    expect([...rows.keys()]).toEqual([...whole, ...bots, ...dependencies]);
    expect(dependencies.map((name) => name.split('/')[0]).toSorted()).toEqual(
      Object.keys(manifest.dependencies).toSorted(),
    );
  });

  it('has a budget, and stays within it', () => {
    const over = [...rows.values()].filter(({ first, budget = 0 }) => first > budget);
    expect(over).toEqual([]);
  });

  it('is weighed for real: a budget is no more than a tenth above', () => {
    const loose = [...rows.values()].filter(({ first, budget = 0 }) => budget > first * 1.1);
    expect(loose).toEqual([]);
  });

  it.each(bots)('%s needs nothing that only Node has', (name) => {
    expect(rows.get(name)?.builtIns).toEqual([]);
  });

  it('leaves Redis for later, and out of what is loaded at once', () => {
    const root = rows.get('exchange-interceptors');
    expect(root?.later).toBeGreaterThan(0);
    expect(root?.builtIns).toEqual([]);
  });
});
