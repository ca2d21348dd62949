// The version of the package.
import { readFileSync } from 'node:fs';

/** Of the package that this file is in: the way there is the same from the sources and from what is built of them. */
export function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version }: { readonly version: string } = JSON.parse(text);
  return version;
}
