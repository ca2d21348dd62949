// What completion offers for each kind of word.
import { exchanges } from '../../internal.ts';
import type { WordKind } from '../command.ts';
import { categoryNames, outcomeNames } from '../names.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;

const words: Readonly<Record<WordKind, readonly string[]>> = {
  exchange: exchanges.map(({ id }) => id),
  category: categoryNames,
  outcome: outcomeNames,
  shell: shells,
  // The shell itself knows of files.
  file: [],
};

/** The words of a kind, in a row. */
export function wordsOf(kind: WordKind | undefined): string {
  return kind === undefined ? '' : words[kind].join(' ');
}
