import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const folder = new URL('..', import.meta.url).pathname;
const hook = /^(?:before|after)(?:Each|All)\(/m;

// Test files of one worker share the modules that they import: a hook at the top of one belongs to the first file that
// imported it, and nobody cleans up after the others. Their sockets then connected on under the fake clocks of later files.
it('leaves hooks to test files: modules that they share have none at their top', () => {
  const shared = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.includes('node_modules'),
  );
  expect(shared.length).toBeGreaterThan(30);
  expect(shared.filter((name) => hook.test(readFileSync(join(folder, name), 'utf8')))).toEqual([]);
});
