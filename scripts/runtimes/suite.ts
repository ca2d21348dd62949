// Runs the tests of what a new Node could break: the clients, the timers, WebCrypto.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Result } from './prove.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
// Of the catalog the signatures: what else it and the pure folders hold is the same under every Node. How much a call allocates
// is not.
const parts = [
  'catalog/md5',
  'catalog/signers',
  'catalog/big/signers',
  'catalog/big/on-the-wire',
  'guard/hot-path',
  'interceptors/',
  'pipeline/',
  'regressions/',
  'scenarios/',
  'testing/',
  'throttle/',
  'time/',
  'transport/',
];

interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

/** @param node a binary; it goes in front of all others, for the tests that start processes too */
export async function runSuite(node: string): Promise<Result> {
  const scratch = mkdtempSync(join(tmpdir(), 'suite-'));
  const report = join(scratch, 'report.json');
  const folders = parts.map((part) => `test/${part}`);
  // Its files wait for real clocks more than they compute.
  const flags = ['--maxWorkers=4', '--reporter=json', `--outputFile.json=${report}`];
  const PATH = `${dirname(node)}${delimiter}${process.env['PATH']}`;
  const options = { cwd: root, env: { ...process.env, PATH }, maxBuffer: 1e8, timeout: 600_000 };
  const argv = ['node_modules/vitest/vitest.mjs', 'run', ...folders, ...flags];
  try {
    // Ends with an error when a test failed; the report says which.
    const error: unknown = await run(node, argv, options).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    return resultOf(report, error instanceof Error ? error.message : undefined);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** @param ended by which error the run did, if it did */
function resultOf(report: string, ended: string | undefined): Result {
  if (!existsSync(report)) return { passed: 0, failures: [ended ?? 'the suite left no report'] };
  const { numPassedTests, testResults }: Report = JSON.parse(readFileSync(report, 'utf8'));
  const failed = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages = [] }) => [fullName, ...failureMessages].join('\n'));
  const files = testResults.filter(({ status, message }) => status === 'failed' && message !== '');
  const failures = [...failed, ...files.map(({ message }) => message)];
  if (numPassedTests === 0 || (ended !== undefined && failures.length === 0)) {
    failures.push(`the suite did not run: ${ended ?? 'no test'}`);
  }
  return { passed: numPassedTests, failures };
}
