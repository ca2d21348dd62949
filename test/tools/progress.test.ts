import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { typescript } from '../support/run-script.ts';

const source = new URL('../../tools/progress.ts', import.meta.url).href;

/** Lets a process of its own go through 20 blocks, then print its result. */
async function run(before = ''): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const code = `
    import { startProgress } from ${JSON.stringify(source)};
    ${before}
    const progress = startProgress('bodies', 20);
    for (let block = 0; block < 20; block += 1) progress.step();
    progress.end();
    console.log('{}');`;
  return promisify(execFile)(process.execPath, [...typescript, '--input-type=module', '-e', code]);
}

describe('the progress of a bench', () => {
  it('is a plain line for every tenth where no terminal is, and leaves stdout to the result', async () => {
    const { stdout, stderr } = await run();
    expect(stdout).toBe('{}\n');
    const lines = Array.from({ length: 10 }, (_, index) => `bodies: ${2 * (index + 1)} of 20 blocks, 0 s`);
    expect(stderr).toBe(`${lines.join('\n')}\n`);
  });

  it('is a bar on a terminal, of which nothing is left at the end', async () => {
    const { stdout, stderr } = await run('process.stderr.isTTY = true;');
    expect(stdout).toBe('{}\n');
    expect(stderr).toContain('bodies [------------------------------] 0 % of 20 blocks');
    const control = String.fromCharCode(27);
    const afterBar = stderr.slice(stderr.lastIndexOf('blocks'));
    expect(afterBar).toContain(`${control}[0K`);
    // The cursor is shown again.
    expect(afterBar).toContain(`${control}[?25h`);
    expect(stderr).not.toContain('\n');
  });
});
