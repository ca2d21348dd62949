import { exchanges } from '../../internal.ts';
import { categoryNames, outcomeNames } from '../names.ts';
import type { Words } from '../specs.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;

/** What completion offers of a kind; nothing for files, which the shell knows best. */
export function wordsOf(kind: Words | undefined): readonly string[] {
  switch (kind) {
    case 'exchange':
      return exchanges.map(({ id }) => id);
    case 'category':
      return categoryNames;
    case 'outcome':
      return outcomeNames;
    case 'shell':
      return shells;
    case 'file':
    case undefined:
      return [];
  }
}
