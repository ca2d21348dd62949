// The table that checks an envelope.
import { bad, type Place } from '../options/check-value.ts';
import {
  fieldPath,
  flag,
  func,
  list,
  object,
  oneOf,
  only,
  pattern,
  required,
  text,
} from '../options/kinds.ts';
import type { Shape } from '../options/shape.ts';
import type { EnvelopeSpec, FailureMark, ItemsShape } from './envelope.ts';

const fields = list(fieldPath, undefined, 'a list of fields');
const codes = list(text, undefined, 'a list of codes as strings');

const markShape: Shape<FailureMark> = {
  field: required(fieldPath),
  equals: text,
  except: pattern,
};

const itemsShape: Shape<ItemsShape> = {
  // Empty: the answer itself is the list.
  at: only("a path such as 'data', or an empty text", (value) => value === '' || fieldPath.is(value)),
  parts: fields,
  failed: fieldPath,
  done: fieldPath,
  code: fields,
  subCode: fields,
  message: fields,
  flags: fields,
  ok: codes,
  unlisted: oneOf('rejected', 'unknown'),
  bad: fields,
  good: fields,
  forAll: flag,
  failure: list(object(markShape)),
  id: fields,
  telling: pattern,
  failedIds: flag,
  doneAt: fieldPath,
};

export const envelopeShape: Shape<EnvelopeSpec> = {
  code: required(fields),
  codeType: oneOf('string', 'number'),
  message: required(fields),
  ok: required(codes),
  flags: fields,
  shape: pattern,
  codes: oneOf('exact', 'prefix'),
  codeList: flag,
  telling: pattern,
  bare: only("true, false or 'reads'", (value) => typeof value === 'boolean' || value === 'reads'),
  accepted: fields,
  good: fields,
  plain: pattern,
  unlisted: oneOf('rejected', 'unknown'),
  failure: list(object(markShape)),
  items: list(object(itemsShape, checkItems)),
  defer: codes,
  status: fieldPath,
  read: func,
};

/** What would never be read. */
function checkItems(items: ItemsShape, place: Place): void {
  const { at, failed, done, parts, doneAt, failedIds, code, subCode, good, bad: refusing } = items;
  const rules: readonly (readonly [keyof ItemsShape, boolean, string])[] = [
    ['at', (at === undefined) === (failed === undefined), 'a path, or `failed` in its place'],
    ['done', done !== undefined && failed === undefined, 'a path beside `failed`'],
    ['doneAt', doneAt !== undefined && !failedIds, 'a path beside `failedIds`'],
    ['good', good !== undefined && refusing === undefined, 'fields beside `bad`'],
    ['parts', parts !== undefined && at === undefined, 'paths from `at` on'],
    ['subCode', subCode !== undefined && code === undefined, 'fields beside `code`'],
  ];
  const broken = rules.find(([, isBroken]) => isBroken);
  if (broken) throw bad(place.path + broken[0], items[broken[0]], broken[2], place);
}
