import { meaningTable } from '../explain/lines.ts';
import type { Meaning } from '../explain/meanings.ts';
import type { Context } from '../loaders.ts';
import { print, printJson } from '../terminal.ts';
import { count } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { wrap } from '../text/wrap.ts';

/** Prints what a search found. */
export function showFound(found: readonly Meaning[], words: readonly string[], context: Context): number {
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
