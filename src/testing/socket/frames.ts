import { gzipSync } from 'node:zlib';
import type { SocketFaultKind } from './faults.ts';

const garbage = '\u0000{"upstream":';

/** What travels in place of the replies. */
export function framesOf(
  texts: readonly string[],
  fault: SocketFaultKind | undefined,
): readonly (string | Uint8Array)[] {
  switch (fault) {
    case 'binary':
      return texts.map((text) => Buffer.from(text));
    case 'gzip':
      return texts.map((text) => gzipSync(text));
    case 'garbage':
      return [garbage, ...texts];
    case 'garbage-instead':
      return [garbage];
    case 'doubled':
      return [...texts, ...texts];
    default:
      return texts;
  }
}
