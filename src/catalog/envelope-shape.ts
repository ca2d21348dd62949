// The table that checks an envelope.
import { fieldPath, flag, func, list, object, only, pattern, required, text } from '../options/kinds.ts';
import type { Shape } from '../options/shape.ts';
import type { Envelope, ItemsShape } from './envelope.ts';

const fields = list(fieldPath, undefined, 'a list of fields');

const itemsShape: Shape<ItemsShape> = {
  // Empty: the answer itself is the list.
  at: required(
    only("a path such as 'data', or an empty text", (value) => value === '' || fieldPath.is(value)),
  ),
  code: fields,
  message: fields,
  flags: fields,
  telling: pattern,
  failedIds: flag,
  doneAt: fieldPath,
};

const markShape: Shape<NonNullable<Envelope['failure']>[number]> = {
  field: required(fieldPath),
  equals: required(text),
};

export const envelopeShape: Shape<Envelope> = {
  code: required(fields),
  message: required(fields),
  ok: required(list(text, undefined, 'a list of codes as strings')),
  flags: required(fields),
  shape: pattern,
  telling: pattern,
  bare: required(only("true, false or 'reads'", (value) => typeof value === 'boolean' || value === 'reads')),
  accepted: fields,
  failure: list(object(markShape)),
  items: list(object(itemsShape)),
  read: func,
};
