/** Checks of what users pass in. A mistake throws once, early, and names the option, the value and what it takes. */

export interface NumberRule {
  readonly min?: number;
  readonly max?: number;
  readonly integer?: boolean;
}

export function checkNumber(option: string, value: unknown, rule: NumberRule = {}): number {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, integer = false } = rule;
  const good =
    typeof value === 'number' && value >= min && value <= max && (!integer || Number.isInteger(value));
  if (good) return value;
  const kind = integer ? 'a whole number' : 'a number';
  const range = [
    min > Number.NEGATIVE_INFINITY && `at least ${min}`,
    max < Number.POSITIVE_INFINITY && `at most ${max}`,
  ].filter(Boolean);
  throw bad(option, value, [kind, ...range].join(', '));
}

export function checkOneOf(option: string, value: unknown, allowed: readonly string[]): void {
  if (typeof value === 'string' && allowed.includes(value)) return;
  throw bad(option, value, allowed.map((one) => `'${one}'`).join(' or '));
}

export function checkFunction(option: string, value: unknown): void {
  if (typeof value !== 'function') throw bad(option, value, 'a function');
}

export function checkObject(option: string, value: unknown): asserts value is object {
  if (typeof value !== 'object' || value === null) throw bad(option, value, 'an object');
}

export function bad(option: string, value: unknown, takes: string): TypeError {
  return new TypeError(`\`${option}\` takes ${takes}; it got ${show(value)}.`);
}

/** Never the inside of an object: it may hold keys. */
function show(value: unknown): string {
  if (typeof value === 'string') return `'${value.slice(0, 40)}'`;
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
