// Prints the completion script of a shell.
import { misused } from '../cli-error.ts';
import type { Arguments, Context } from '../command.ts';
import { findName } from '../names.ts';
import { print, printJson } from '../terminal.ts';
import { scripts } from './scripts.ts';
import { shells } from './words.ts';

/** `completion` */
export function run({ words }: Arguments, { terminal, json, commands }: Context): number {
  const [name, ...more] = words;
  if (name === undefined || more.length > 0) throw misused('completion takes one of bash, zsh and fish.');
  const shell = findName('shell', name, shells);
  const lines = scripts[shell]?.(commands) ?? [];
  if (json) printJson(terminal.stdout, { shell, script: lines.join('\n') });
  else print(terminal.stdout, lines);
  return 0;
}
