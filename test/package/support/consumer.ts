// An empty project of a user's who installed the packed package.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runScript } from '../../support/run-script.ts';

const run = promisify(execFile);
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const manifest: { devDependencies: Record<string, string> } = JSON.parse(
  await readFile(new URL('../../../package.json', import.meta.url), 'utf8'),
);

interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

export interface Consumer {
  readonly folder: string;
  /** Where the package was unpacked. */
  readonly installed: string;
  /** Bytes of the tarball. */
  readonly packed: number;
  /** What npm had to warn of; what it says about the configuration of this machine left out. */
  readonly warnings: readonly string[];
  /** Writes a file of the project. */
  write(name: string, text: string): Promise<void>;
  /** Runs Node in the project; rejects when it ends with anything but 0. */
  node(...args: string[]): Promise<Printed>;
  remove(): Promise<void>;
}

/** @param others names of packages to install beside it, each as this project has it */
export async function consumer(...others: readonly string[]): Promise<Consumer> {
  const folder = await mkdtemp(join(tmpdir(), 'consumer-'));
  const { stdout: tarball } = await runScript('scripts/pack.ts', folder);
  await writeFile(join(folder, 'package.json'), '{"name":"consumer","private":true}');
  const beside = others.map((name) => `${name}@${manifest.devDependencies[name] ?? 'latest'}`);
  const flags = ['install', '--no-audit', '--no-fund', '--prefer-offline'];
  const { stderr } = await run(npm, [...flags, tarball.trim(), ...beside], { cwd: folder });
  return {
    folder,
    installed: join(folder, 'node_modules', 'exchange-interceptors'),
    packed: (await stat(tarball.trim())).size,
    warnings: stderr.split('\n').filter((line) => line !== '' && !/ config /.test(line)),
    write: (name, text) => writeFile(join(folder, name), text),
    node: (...args) => run(process.execPath, args, { cwd: folder }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
