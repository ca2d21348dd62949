// Writes what a code or an answer means, in full.
import type { Exchange, Outcome } from '../../internal.ts';
import { fields, headline, wrap } from '../text/layout.ts';

/** Whether an order that was answered so may stand. */
export const stands: Readonly<Record<Outcome | 'ok', string>> = {
  ok: 'ok: yes, this says that it worked',
  rejected: 'rejected: no, this copy of it certainly had no effect',
  unknown: 'unknown: it may; look it up before sending it again',
  partial: 'partial: some of its items stand and some do not',
};

/** What is known; what is not is left out. */
export interface Facts {
  readonly title: string;
  readonly text?: string;
  /** What its table says of a code that an answer holds. */
  readonly listed?: string | undefined;
  readonly category?: string;
  /** Whether an order may stand. */
  readonly stands: string;
  readonly failedItems?: string;
  readonly wait?: string | undefined;
  readonly whatWeDo?: string;
  readonly note?: string | undefined;
  readonly over?: string;
  readonly source?: string | undefined;
  readonly docs?: Exchange['docs'];
}

/** One after the other, with an empty line between two. */
export function factLines(all: readonly Facts[]): readonly string[] {
  return all.flatMap((facts, at) => [
    ...(at === 0 ? [] : ['']),
    ...headline(facts.title),
    ...wrap(facts.text ?? ''),
    '',
    ...fields([
      ['Its table says', facts.listed],
      ['Category', facts.category],
      ['May an order stand?', facts.stands],
      ['Items that failed', facts.failedItems],
      ['Asked to wait', facts.wait],
      ['What we do', facts.whatWeDo],
      ['Note', facts.note],
      ['Holds over', facts.over],
      ['Source', facts.source],
      ['Read on', facts.docs?.filter((page) => page !== facts.source).join(' ')],
    ]),
  ]);
}
