// Whether a parameter and a field of an order's record say the same.

/** The same text whatever its case, or the same decimal number however it is written, to its last digit. */
export function isSameValue(one: string, other: string): boolean {
  if (one.toLowerCase() === other.toLowerCase()) return true;
  const number = canonicalDecimal(one);
  return number !== undefined && number === canonicalDecimal(other);
}

/** A decimal number in one spelling: its digits without zeros at either end, and a power of ten. A double would round it. */
function canonicalDecimal(text: string): string | undefined {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d{1,6}))?$/i.exec(text);
  if (!parts) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  if (digits === '') return '0';
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  return `${sign}${digits.slice(0, end)}e${Number(exponent) - fraction.length + digits.length - end}`;
}
