// Checks what a signer is given.
import { alsoCalled, only } from '../options/kinds.ts';
import { checkShape, type Kind } from '../options/shape.ts';

/**
 * Checks credentials where they are given: a stray line break from a file of settings would only show up as
 * "signature invalid". `passphrase` may be among them, since a bot may have one shape of keys for all exchanges.
 * @param exchange the name that it is exported by, for messages
 * @param names of what has to be there
 * @param optional names of what may be there
 * @throws {TypeError} that names what is missing or misspelt, and never shows a value.
 */
export function requireCredentials(
  exchange: string,
  given: unknown,
  names: readonly string[],
  optional: readonly string[] = [],
): void {
  const owner = `${exchange}.signer`;
  const all = [...names, ...optional, 'passphrase'].map((name) => [name, aliased(name)] as const);
  checkShape(Object.fromEntries(all), given ?? {}, { owner, path: `${owner}.` });
  const fields: ReadonlyMap<string, unknown> = new Map(
    typeof given === 'object' && given !== null ? Object.entries(given) : [],
  );
  for (const name of names) {
    const value: unknown = fields.get(name);
    if (typeof value === 'string' && /^\S+$/.test(value)) continue;
    const found = typeof value === 'string' ? 'one that is empty or has white space' : kindOf(value);
    throw new TypeError(
      `${exchange}.signer: \`${name}\` must be a string without white space, but got ${found}.`,
    );
  }
}

/**
 * Checks the words that were chosen when a key was made.
 * @param exchange the name that it is exported by, for messages
 * @throws {TypeError} that never shows them.
 */
export function requirePassphrase(exchange: string, passphrase: unknown): void {
  if (typeof passphrase === 'string' && passphrase !== '' && passphrase === passphrase.trim()) return;
  const found = typeof passphrase === 'string' ? 'one that is empty or has white space around it' : 'none';
  throw new TypeError(`${exchange}.signer: \`passphrase\` must be the one of the key, but got ${found}.`);
}

function aliased(name: string): Kind {
  const known = { apiKey: ['key', 'accessKey'], apiSecret: ['secret', 'secretKey'] };
  return alsoCalled(
    only('a value', () => true),
    ...(Object.entries(known).find(([one]) => one === name)?.[1] ?? []),
  );
}

function kindOf(value: unknown): string {
  return value === undefined || value === null ? 'none' : `a value of type ${typeof value}`;
}

/**
 * Checks a numeric option of a signer.
 * @param name as messages say it: "ktx.signer: `windowMs`"
 * @returns the value, or the fallback where there is none
 * @throws {TypeError} for anything but a whole number from 1 to the maximum.
 */
export function signerOption(
  name: string,
  value: number | undefined,
  fallback: number,
  maximum: number = Number.MAX_SAFE_INTEGER,
): number {
  if (value === undefined) return fallback;
  if (Number.isInteger(value) && value > 0 && value <= maximum) return value;
  const upTo = maximum === Number.MAX_SAFE_INTEGER ? '' : ` up to ${maximum}`;
  throw new TypeError(`${name} must be a positive whole number${upTo}, but got ${String(value)}.`);
}
