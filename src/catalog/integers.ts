/** The decimal numbers from 1 up to `max`, without leading zeros: ids beyond 2^53 cannot be compared as numbers. */
export function integersUpTo(max: string): RegExp {
  const digits = max.length - 1;
  const shorter = digits > 0 ? [`[1-9]\\d{0,${digits - 1}}`] : [];
  const below = [...max].flatMap((digit, at) => {
    const lowest = at === 0 ? 1 : 0;
    const highest = Number(digit) - 1;
    return highest < lowest ? [] : [`${max.slice(0, at)}[${lowest}-${highest}]\\d{${digits - at}}`];
  });
  return new RegExp(`^(?:${[...shorter, ...below, max].join('|')})$`);
}

/** What fits into a signed 64-bit integer. */
export const maxInt64 = '9223372036854775807';
