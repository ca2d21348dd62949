// Dates as HTTP writes them.
const days = 'Mon|Tue|Wed|Thu|Fri|Sat|Sun';
const longDays = 'Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday';
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const months = monthNames.join('|');
const time = '(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)';

/** `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`. */
const forms: readonly RegExp[] = [
  new RegExp(`^(?:${days}), (?<day>\\d\\d) (?<month>${months}) (?<year>\\d{4}) ${time} GMT$`),
  new RegExp(`^(?:${longDays}), (?<day>\\d\\d)-(?<month>${months})-(?<short>\\d\\d) ${time} GMT$`),
  new RegExp(`^(?:${days}) (?<month>${months}) (?<day>[ \\d]\\d) ${time} (?<year>\\d{4})(?: GMT)?$`),
];

/** A year of two digits is never meant so far ahead. */
const yearsAhead = 50;

/**
 * An HTTP date in milliseconds since 1970, in any of the three forms that a recipient must accept; always GMT, whatever the
 * local time zone. Undefined for everything else.
 * @param nowMs where a year has two digits only, it is the last such year that is at most 50 years ahead of this instant
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
 */
export function parseHttpDate(text: string | undefined, nowMs: number): number | undefined {
  const trimmed = text?.trim();
  if (trimmed === undefined) return undefined;
  for (const form of forms) {
    const groups = form.exec(trimmed)?.groups;
    if (groups) return instantOf(groups, nowMs);
  }
  return undefined;
}

function instantOf(groups: Readonly<Record<string, string>>, nowMs: number): number | undefined {
  const [day, hour, minute, second] = ['day', 'hour', 'minute', 'second'].map((name) => Number(groups[name]));
  const month = monthNames.indexOf(groups['month'] ?? '');
  if (day === undefined || hour === undefined || minute === undefined || second === undefined)
    return undefined;
  // 60 is a leap second.
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const inYear = (year: number): number | undefined => {
    // Years below 100 would be read as 19xx by `Date.UTC`.
    const date = new Date(0);
    date.setUTCFullYear(year, month, day);
    if (date.getUTCMonth() !== month || date.getUTCDate() !== day) return undefined;
    return date.setUTCHours(hour, minute, second);
  };
  const { year, short } = groups;
  return year === undefined ? inShortYear(Number(short), inYear, nowMs) : inYear(Number(year));
}

function inShortYear(
  short: number,
  inYear: (year: number) => number | undefined,
  nowMs: number,
): number | undefined {
  const limit = new Date(nowMs);
  limit.setUTCFullYear(limit.getUTCFullYear() + yearsAhead);
  const century = Math.floor(limit.getUTCFullYear() / 100) * 100;
  for (const year of [century + short, century + short - 100]) {
    const at = inYear(year);
    if (at !== undefined && at <= limit.getTime()) return at;
  }
  return undefined;
}
