// Checks that the fields of a line hold what is read from them: what is passed over would be a day that never was.
import { either, isObject } from '../internal.ts';
import { BadLine, type Line, numberOf, textOf } from './json-lines.ts';
import { printable } from './wording.ts';

interface FieldRule {
  readonly takes: string;
  readonly accepts: (value: unknown) => boolean;
}

const flag: FieldRule = { takes: 'true or false', accepts: (value) => typeof value === 'boolean' };
const text: FieldRule = { takes: 'a text or a number', accepts: (value) => textOf(value) !== undefined };
const duration: FieldRule = {
  takes: 'a number of milliseconds',
  accepts: (value) => (numberOf(value) ?? -1) >= 0,
};
const count: FieldRule = {
  takes: 'a whole number from 1',
  accepts: (value) => Number.isInteger(value) && Number(value) > 0,
};
const headers: FieldRule = {
  takes: 'an object, or a list of pairs',
  accepts: (value) => isObject(value) || Array.isArray(value),
};
const oneOf = (...words: readonly string[]): FieldRule => ({
  takes: either(words),
  accepts: (value) => words.some((word) => word === value),
});

const rules: Readonly<Record<string, FieldRule>> = {
  elapsedMs: duration,
  retryAfterMs: duration,
  attempt: count,
  call: text,
  lookUpFor: text,
  code: text,
  clientOrderId: text,
  ok: flag,
  replaySafe: flag,
  outcome: oneOf('rejected', 'unknown', 'partial'),
  phase: oneOf('not-sent', 'sent', 'answered'),
  query: { takes: 'a text', accepts: (value) => typeof value === 'string' },
  headers,
  requestHeaders: headers,
};

/** @throws {BadLine} that names the first field that holds something else; one that is null or empty holds nothing */
export function checkLine(line: Line): void {
  for (const [name, { takes, accepts }] of Object.entries(rules)) {
    const value = line[name];
    if (value === undefined || value === null || value === '' || accepts(value)) continue;
    // What headers and queries hold may be a key.
    const isOpen = takes !== headers.takes && name !== 'query';
    const got = isOpen ? `; it got ${printable(JSON.stringify(value), 40)}` : '';
    throw new BadLine(`its ${name} takes ${takes}${got}`);
  }
}
