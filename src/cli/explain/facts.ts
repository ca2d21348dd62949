// Writes what a code or an answer means, in full.
import type { Exchange, Outcome } from '../../internal.ts';
import { type Field, fields, headline, wrap } from '../text.ts';

/** Whether an order that was answered so may stand. */
export const stands: Readonly<Record<Outcome | 'ok', string>> = {
  ok: 'ok: yes, this says that it worked',
  rejected: 'rejected: no, this copy of it certainly had no effect',
  unknown: 'unknown: it may; look it up before sending it again',
  partial: 'partial: some of its items stand and some do not',
};

/** One code or answer. */
export interface Meaning {
  readonly title: string;
  readonly text?: string;
  readonly facts: readonly Field[];
}

/** One after the other, with an empty line between two. */
export function factLines(meanings: readonly Meaning[]): readonly string[] {
  return meanings.flatMap(({ title, text = '', facts }, at) => [
    ...(at === 0 ? [] : ['']),
    ...headline(title),
    ...wrap(text),
    '',
    ...fields(facts),
  ]);
}

/** Where to read on. */
export function readOn(source: string | undefined, docs: Exchange['docs']): readonly Field[] {
  return [
    ['Source', source],
    ['Read on', docs.filter((page) => page !== source).join(' ')],
  ];
}
