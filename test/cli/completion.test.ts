import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { exchanges } from '../../src/catalog/built-in.ts';
import { optionsOf } from '../../src/cli/command.ts';
import { commands } from '../../src/cli/commands.ts';
import { categories } from '../../src/types.ts';
import { cli } from './support.ts';

const run = promisify(execFile);

/** What bash would offer for the last of the words. */
async function offered(...words: readonly string[]): Promise<string[]> {
  const { out } = await cli(['completion', 'bash']);
  const quoted = ['exchange-interceptors', ...words].map((word) => `'${word}'`).join(' ');
  const program = `"${process.execPath}" --import ./tools/typescript.js src/cli/main.ts`;
  const script = `exchange-interceptors() { ${program} "$@"; }
${out}
COMP_WORDS=(${quoted}); COMP_CWORD=${words.length}
_exchange_interceptors
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await run('bash', ['-c', script]);
  return stdout.split('\n').filter(Boolean);
}

describe('completion for bash', () => {
  it('offers commands first', async () => {
    expect(await offered('')).toEqual([
      'explain',
      'search',
      'list',
      'clock',
      'check',
      'replay',
      'demo',
      'completion',
      'help',
      '--help',
      '--version',
    ]);
    expect(await offered('c')).toEqual(['clock', 'check', 'completion']);
  });

  it('offers exchanges, categories, outcomes, options and shells where they belong', async () => {
    expect(await offered('explain', '')).toEqual(exchanges.map(({ id }) => id));
    expect(await offered('list', 'm')).toEqual(['mexc-contract', 'mexc-spot']);
    expect(await offered('list', 'ktx', '--category', '')).toEqual([...categories, 'success']);
    expect(await offered('list', '--outcome', 'r')).toEqual(['rejected']);
    expect(await offered('list', '--')).toEqual(['--category', '--outcome', '--json', '--help']);
    expect(await offered('replay', 'x', '--exchange', 'ox')).toEqual(['ox-fun']);
    expect(await offered('clock', 'ktx', '--samples', '')).toEqual([]);
    expect(await offered('completion', '')).toEqual(['bash', 'zsh', 'fish']);
    expect(await offered('help', 'ex')).toEqual(['explain']);
  });

  it('offers files to replay', async () => {
    expect(await offered('replay', 'package.j')).toEqual(['package.json']);
    expect(await offered('check', 'x', '--bodies', 'package.j')).toEqual(['package.json']);
  });
});

describe('completion for the others', () => {
  it.each(['zsh', 'fish'])('%s knows every command, exchange, category and option', async (shell) => {
    const { code, out } = await cli(['completion', shell]);
    expect(code).toBe(0);
    expect(out).toMatchSnapshot();
    expect(out).toContain('exchange-interceptors completion --words -- ');
    const words = async (...typed: readonly string[]): Promise<readonly string[]> =>
      (await cli(['completion', '--words', '--', ...typed])).out.split('\n').slice(0, -1);
    for (const { name, summary } of commands) expect(await words('')).toContain(`${name}\t${summary}`);
    expect(await words('explain', '')).toEqual(exchanges.map(({ id }) => id));
    expect(await words('list', '--category', '')).toEqual([...categories, 'success']);
    for (const command of commands)
      for (const { name, about } of optionsOf(command))
        expect(await words(command.name, '--')).toContain(`--${name}\t${about}`);
  });

  it('is asked for by name', async () => {
    expect(await cli(['completion'])).toEqual({
      code: 2,
      out: '',
      err: 'completion takes one of bash, zsh and fish.\n',
    });
    expect(await cli(['completion', 'tcsh'])).toEqual({
      code: 2,
      out: '',
      err: 'There is no shell "tcsh".\nDid you mean bash, zsh or fish?\nKnown are bash, zsh or fish.\n',
    });
  });
});
