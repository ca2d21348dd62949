// Runs the tests of what a new Node could break: the clients, the timers, WebCrypto.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const parts = ['interceptors', 'policies', 'catalog', 'scenarios', 'socket', 'testing', 'regressions'];

/**
 * @param {string} node a binary; it goes in front of all others, for the tests that start processes too
 * @returns {Promise<{ passed: number, failures: string[] }>}
 */
export async function runSuite(node) {
  const scratch = mkdtempSync(join(tmpdir(), 'suite-'));
  const report = join(scratch, 'report.json');
  const folders = parts.map((part) => `test/${part}/`);
  // Its files wait for real clocks more than they compute.
  const flags = ['--maxWorkers=4', '--reporter=json', `--outputFile.json=${report}`];
  const PATH = `${dirname(node)}${delimiter}${process.env.PATH}`;
  const options = { cwd: root, env: { ...process.env, PATH }, maxBuffer: 1e8, timeout: 600_000 };
  try {
    // Ends with an error when a test failed; the report says which.
    const ended = await run(
      node,
      ['node_modules/vitest/vitest.mjs', 'run', ...folders, ...flags],
      options,
    ).catch((error) => error);
    return read(report, ended);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function read(report, ended) {
  try {
    const { numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
    const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
    const failed = tests
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages = [] }) => [fullName, ...failureMessages].join('\n'));
    const files = testResults.filter(({ status, message }) => status === 'failed' && message !== '');
    const failures = [...failed, ...files.map(({ message }) => message)];
    if (numPassedTests === 0 || (ended instanceof Error && failures.length === 0)) {
      failures.push(`the suite did not run: ${ended.message ?? 'no test'}`);
    }
    return { passed: numPassedTests, failures };
  } catch {
    return { passed: 0, failures: [ended.message ?? 'the suite left no report'] };
  }
}
