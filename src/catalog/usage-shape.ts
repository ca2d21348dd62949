// Checks how a definition says which headers tell of its limits.
import { bad, type Place } from '../options/check-value.ts';
import { func, list, object, oneOf, only, pattern, required, text, union } from '../options/kinds.ts';
import type { Kind, Shape } from '../options/shape.ts';
import { limitRef } from './limit-shape.ts';
import type { HeaderNumber, LimitHeaders, UsageHeader } from './limit-signals.ts';

const headerNumber: Kind = union(
  text,
  object<Exclude<HeaderNumber, string>>({ header: required(text), pattern: required(pattern) }),
);

const resetShape: Shape<NonNullable<LimitHeaders['reset']>> = {
  header: required(text),
  unit: required(oneOf('s', 'ms', 'instant')),
};

const usageShape: Shape<LimitHeaders & Partial<UsageHeader>> = {
  limit: required(
    union(
      only("a limit's name, or an empty text for the narrowest", (value) => typeof value === 'string'),
      limitRef,
    ),
  ),
  used: headerNumber,
  left: headerNumber,
  capacity: headerNumber,
  reset: object(resetShape),
  scale: only('a number above 0', (value) => typeof value === 'number' && value > 0 && value < Infinity),
  header: text,
  parse: func,
};

/** One of two forms: one header and its reader, or headers by what they tell. */
function checkForm(rule: LimitHeaders & Partial<UsageHeader>, place: Place): void {
  const { header, parse, used, left, capacity, reset, scale } = rule;
  const isRead = parse !== undefined;
  if (isRead !== (header !== undefined))
    throw bad(
      `${place.path}${isRead ? 'header' : 'parse'}`,
      undefined,
      isRead ? 'the name of a header' : 'a function',
      place,
    );
  const told = [used, left, capacity].filter((one) => one !== undefined);
  if (isRead && told.length + Number(reset !== undefined) + Number(scale !== undefined) > 0)
    throw bad(
      `${place.path}parse`,
      parse,
      'nothing beside `used`, `left`, `capacity`, `reset` and `scale`',
      place,
    );
  if (!isRead && told.length === 0)
    throw bad(`${place.path}used`, used, 'the name of a header, unless there is `left` or `capacity`', place);
}

export const usageList: Kind = list(object(usageShape, checkForm));
