// `node --import ./tools/typescript.js scripts/pack.ts <folder>`: builds and packs the package, and prints where the tarball
// is. It works on a copy, since tests run side by side and must not remove each other's `dist`.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** Makes a copy of these folders, of the root's own files, and of what is installed; returns where it is. */
export function copyOf(...folders: readonly string[]): string {
  const copy = mkdtempSync(join(tmpdir(), 'copy-'));
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    if (entry.isFile() || folders.includes(entry.name)) {
      cpSync(join(root, entry.name), join(copy, entry.name), { recursive: true });
    }
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  return copy;
}

/**
 * @param folder where the tarball goes
 * @returns its path
 */
export function pack(folder: string): string {
  const copy = copyOf('demo', 'src', 'scripts', 'tools');
  try {
    execFileSync(npm, ['run', '--silent', 'build'], { cwd: copy, stdio: ['ignore', 2, 2] });
    const flags = ['pack', '--ignore-scripts', '--json', '--pack-destination', resolve(folder)];
    const packed = execFileSync(npm, flags, { cwd: copy, encoding: 'utf8', stdio: ['ignore', 'pipe', 2] });
    const [tarball]: readonly { readonly filename: string }[] = JSON.parse(packed);
    return join(resolve(folder), tarball?.filename ?? '');
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(pack(process.argv[2] ?? '.'));
