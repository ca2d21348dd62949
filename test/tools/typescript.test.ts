import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { typescript } from '../support/run-script.ts';

it('what runs TypeScript leads the name of the package to what is built, not to the sources as tsc is led', async () => {
  const code = "console.log(import.meta.resolve('exchange-interceptors'))";
  const root = new URL('../..', import.meta.url);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...typescript, '--input-type=module', '-e', code],
    { cwd: fileURLToPath(root) },
  );
  expect(stdout.trim()).toBe(new URL('dist/index.js', root).href);
});
