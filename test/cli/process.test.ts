import { execFile, spawn } from 'node:child_process';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyOf } from '../../scripts/pack.ts';
import { cli, record, type Told } from './support.ts';

const runFile = promisify(execFile);

let folder = '';
let main = '';

beforeAll(async () => {
  folder = copyOf('demo', 'src', 'scripts', 'tools');
  await runFile(process.execPath, ['--import', './tools/typescript.js', 'scripts/build.ts'], { cwd: folder });
  for (const name of ['src', 'scripts', 'tools', 'node_modules'])
    await rm(join(folder, name), { recursive: true });
  await mkdir(join(folder, 'node_modules'));
  for (const name of ['p-retry', 'is-network-error', 'bottleneck'])
    await symlink(resolve('node_modules', name), join(folder, 'node_modules', name));
  await writeFile(join(folder, 'package.json'), '{"version":"1.2.3","type":"module"}');
  main = join(folder, 'dist', 'cli', 'main.js');
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the bundle as a user does: with nothing installed beside the package but what it depends on. */
function bundled(argv: readonly string[], stdin = ''): Promise<Told> {
  return new Promise((resolveWith, reject) => {
    const child = spawn(process.execPath, [main, ...argv], {
      cwd: folder,
      env: { PATH: process.env['PATH'] },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += String(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      err += String(chunk);
    });
    child.on('error', reject);
    child.on('close', (code) => resolveWith({ code: code ?? -1, out, err }));
    child.stdin.on('error', () => {});
    child.stdin.end(stdin);
  });
}

describe('the bundle', () => {
  it('is a program, in one file beside the core, with its licences', async () => {
    const text = await readFile(main, 'utf8');
    expect(text.startsWith('#!/usr/bin/env node\n')).toBe(true);
    const licences = await readFile(join(folder, 'dist', 'cli', 'LICENSES.txt'), 'utf8');
    for (const name of ['cli-progress', 'commander', '@sinonjs/fake-timers'])
      expect(licences).toContain(`${name} `);
    expect(licences).toContain('Copyright (c) 2015-2022 Andi Dittrich');
    // Nothing but Node itself and the package's own core is asked for.
    const asked = [...text.matchAll(/(?:^|;)import\b[^;'"]*["']([^'"]+)["']|\brequire\("([^"]+)"\)/gm)];
    const names = asked.map(([, imported, required]) => imported ?? required ?? '');
    expect(new Set(names.filter((name) => !isBuiltin(name)))).toEqual(new Set(['../internal.js']));
  });

  it('says the version of the package that it is in', async () => {
    expect(await bundled(['--version'])).toEqual({ code: 0, out: '1.2.3\n', err: '' });
  });

  it.each([
    [['explain', 'mexc', '510']],
    [['explain', '--body', '{"code":-1021,"msg":"x"}']],
    [['list', 'ktx', '--category', 'funds', '--json']],
    [['explian']],
    [['explain', '99999']],
    [['completion', 'bash']],
    [['clock', 'ktx', '--samples', 'x']],
  ])('does what the sources do: %j', async (argv) => {
    expect(await bundled(argv)).toEqual(await cli(argv));
  });

  it('replays a file and standard input alike', async () => {
    const lines = record([{ at: 1, method: 'GET', path: '/x', status: 429, body: '' }]);
    await writeFile(join(folder, 'day.jsonl'), lines);
    const piped = await bundled(['replay', '-', '--exchange', 'ktx'], lines);
    expect(piped).toEqual(await cli(['replay', '-', '--exchange', 'ktx'], { stdin: lines }));
    const read = await bundled(['replay', 'day.jsonl', '--exchange', 'ktx']);
    expect(read.out).toBe(piped.out.replace('Standard input', 'day.jsonl'));
  });

  it('checks a definition that stands in the folder where it is called', async () => {
    const table = { source: 'x', rows: [['1', 'funds', 'rejected', 'Too light']] };
    const rest = { code: ['code'], message: [], ok: ['0'], flags: [], bare: false };
    const definition = `export default ${JSON.stringify({ id: 'acme', name: 'Acme', table, rest })};`;
    await writeFile(join(folder, 'acme.js'), definition);
    const lines = record([{ body: { code: '1' }, expect: { category: 'funds', outcome: 'unknown' } }]);
    const told = await bundled(['check', './acme.js', '--bodies', '-'], lines);
    expect(told).toEqual(await cli(['check', join(folder, 'acme.js'), '--bodies', '-'], { stdin: lines }));
    expect(told).toMatchObject({ code: 1, err: '1 answer not as expected: line 1.\n' });
  });

  it('ends quietly when its reader goes away in the middle', async () => {
    // More than a pipe holds.
    const child = spawn(process.execPath, [main, 'list', 'okx', '--json']);
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => {
      err += String(chunk);
    });
    child.stdout.once('data', () => child.stdout.destroy());
    child.stdin.end();
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });
});
