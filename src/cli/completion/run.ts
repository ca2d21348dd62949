import type { Arguments } from '../arguments.ts';
import type { Context } from '../loaders.ts';
import { findName } from '../names.ts';
import { print, printJson } from '../terminal.ts';
import { misused } from '../trouble.ts';
import { bashLines } from './bash.ts';
import { fishLines } from './fish.ts';
import { shells } from './words.ts';
import { zshLines } from './zsh.ts';

const scripts: Readonly<Record<string, () => readonly string[]>> = {
  bash: bashLines,
  zsh: zshLines,
  fish: fishLines,
};

/** `completion` */
export function run({ words }: Arguments, { terminal, json }: Context): number {
  const [name, ...more] = words;
  if (name === undefined || more.length > 0) throw misused('completion takes one of bash, zsh and fish.');
  const shell = findName('shell', name, shells);
  const lines = scripts[shell]?.() ?? [];
  if (json) printJson(terminal.stdout, { shell, script: lines.join('\n') });
  else print(terminal.stdout, lines);
  return 0;
}
