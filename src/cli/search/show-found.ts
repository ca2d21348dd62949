// Prints the codes that a search found.
import type { Context } from '../command.ts';
import { meaningTable } from '../explain/code-lines.ts';
import type { CodeMeaning } from '../explain/meanings.ts';
import { print, printJson } from '../terminal.ts';
import { wrap } from '../text/layout.ts';
import { count } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';

/** Prints what a search found. */
export function showFound(found: readonly CodeMeaning[], words: readonly string[], context: Context): number {
  const { terminal, paint, json } = context;
  if (json) printJson(terminal.stdout, found);
  else
    print(terminal.stdout, [
      ...meaningTable(found, paint, true),
      '',
      ...wrap(
        `${count(found.length, 'code')} with "${printable(words.join(' '), 60)}". In full: explain <exchange> <code>.`,
      ),
    ]);
  return 0;
}
