// Joins rows with the texts that tell cases under their codes apart, as tables list both.
import type { Category } from '../types.ts';
import type { Row, TextCase } from './entry.ts';
import { withDetails } from './rows.ts';

/** One published text under a code. */
export type TextRow = readonly [
  code: string,
  text: string,
  category: Category,
  outcome: 'rejected' | 'unknown',
];

/** The rows with the texts of their codes as cases. */
export function withTexts(rows: readonly Row[], texts: readonly TextRow[]): readonly Row[] {
  const cases = new Map<string, TextCase[]>();
  for (const [code, text, category, outcome] of texts) {
    const known = cases.get(code) ?? [];
    cases.set(code, [...known, { text, category, outcome }]);
  }
  return rows.map((row) => {
    const when = cases.get(row[0]);
    return when ? withDetails(row, { ...row[4], when }) : row;
  });
}
