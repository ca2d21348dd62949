// Writes the marks of an envelope: codes and flags.
import type { Envelope, Exchange } from '../../internal.ts';
import { isRecord, type Json } from '../json.ts';
import { put, type RecordFields } from './record.ts';

/** Something at its place, and the marks of success around it. */
export function within({ rest }: Exchange, path: string, value: Json): RecordFields {
  const [ok] = rest.ok;
  const [field] = rest.code;
  const [good] = rest.good ?? [];
  const marks = good === undefined ? marksOf(rest.flags, true) : put(marksOf(rest.flags, true), good, {});
  const said = rest.codeList ? [] : ok === undefined ? undefined : codeIn(rest, ok);
  const coded = said === undefined || field === undefined ? marks : put(marks, field, said);
  if (path === '') return { ...(isRecord(value) ? value : {}), ...coded };
  return put(coded, path, value);
}

export function marksOf(flags: readonly string[] = [], isGood: boolean): RecordFields {
  return Object.fromEntries(flags.slice(0, 1).map((flag) => [flag, isGood]));
}

/** A code as the envelope writes it: as text, or as a number where it is one to the letter. */
export function codeIn({ codeType = 'number' }: Pick<Envelope, 'codeType'>, code: string): Json {
  return codeType === 'number' ? scalarOf(code) : code;
}

/** As exchanges write them: a number where it is one to the letter. */
export function scalarOf(code: string): Json {
  return /^(?:0|-?[1-9]\d{0,14})$/.test(code) ? Number(code) : code;
}
