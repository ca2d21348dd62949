// Checks what `sign` returned.
import { isPlain } from '../options/check-value.ts';
import type { Signature } from '../types.ts';

const takes = '`sign` returns { headers?, query?, body? } of strings';
/** What a header can be called, and what it can hold (RFC 9110, 5.1 and 5.5); clients take white space off its ends. */
const fieldName = /^[!#$%&'*+.^_`|~\w-]+$/;
const fieldValue = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;
const signatureParts: ReadonlySet<string> = new Set(['headers', 'query', 'body']);

/**
 * What cannot be read as a signature would leave unsigned, or as something else than was signed.
 * @throws {TypeError} that names the part, and never its value: it may be a signature.
 */
export function checkSignature(made: unknown): Signature {
  if (typeof made !== 'object' || made === null || Array.isArray(made))
    throw signatureError(`it got ${kindOf(made)}`);
  for (const name of Object.keys(made)) {
    if (!signatureParts.has(name)) throw signatureError(`there is no \`${name.slice(0, 40)}\``);
  }
  const signature: Signature = made;
  for (const name of ['query', 'body'] as const) {
    const value: unknown = signature[name];
    if (value !== undefined && typeof value !== 'string')
      throw signatureError(`its \`${name}\` is ${kindOf(value)}`);
  }
  const { headers } = signature;
  if (headers !== undefined) checkHeaders(headers);
  return signature;
}

function checkHeaders(headers: unknown): void {
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) {
    throw signatureError(`its \`headers\` are ${kindOf(headers)}`);
  }
  const named = Object.entries(headers);
  // A `Headers`, a `Map`, a promise: what they hold is not to be seen, and would not be sent.
  if (named.length === 0 && !isPlain(headers)) throw signatureError('its `headers` are no plain object');
  for (const [name, value] of named) {
    if (typeof value !== 'string')
      throw signatureError(`its header \`${name.slice(0, 40)}\` is ${kindOf(value)}`);
    if (!fieldName.test(name)) throw signatureError(`\`${name.slice(0, 40)}\` is no name of a header`);
    if (!fieldValue.test(value.trim()))
      throw signatureError(`its header \`${name.slice(0, 40)}\` holds a character that no header takes`);
  }
}

function signatureError(what: string): TypeError {
  return new TypeError(`${takes}; ${what}. Nothing was sent.`);
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
