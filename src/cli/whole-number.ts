// Reads an option that takes a whole number.
import { misused } from './cli-error.ts';
import { printable } from './text/printable.ts';

/** A whole number within bounds. @throws {CliError} that names the option, the value and what it takes. */
export function wholeNumber(
  option: string,
  text: string | undefined,
  rule: { readonly min: number; readonly max: number; readonly otherwise: number },
): number {
  if (text === undefined) return rule.otherwise;
  const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= rule.min && value <= rule.max) return value;
  throw misused(
    `--${option} takes a whole number from ${rule.min} to ${rule.max}; it got "${printable(text, 40)}".`,
  );
}
