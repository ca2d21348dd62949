// `node scripts/pack.js <folder>`: builds and packs the package, and prints where the tarball is. It works on a copy, since
// tests run side by side and must not take each other's `dist` away.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** @param {string} folder where the tarball goes; returns its path */
export function pack(folder) {
  const copy = mkdtempSync(join(tmpdir(), 'pack-'));
  try {
    for (const entry of readdirSync(root, { withFileTypes: true })) {
      if (entry.isFile() || ['src', 'scripts'].includes(entry.name)) {
        cpSync(join(root, entry.name), join(copy, entry.name), { recursive: true });
      }
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
    execFileSync(process.execPath, ['scripts/build.js'], { cwd: copy, stdio: ['ignore', 2, 2] });
    const flags = ['pack', '--ignore-scripts', '--json', '--pack-destination', resolve(folder)];
    const packed = execFileSync(npm, flags, { cwd: copy, encoding: 'utf8', stdio: ['ignore', 'pipe', 2] });
    return join(resolve(folder), JSON.parse(packed)[0].filename);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(pack(process.argv[2] ?? '.'));
