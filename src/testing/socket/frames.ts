// Replies as frames, distorted by a fault.
import { gzipSync } from 'node:zlib';
import { put } from '../definition/record.ts';
import { isRecord, type Json } from '../json.ts';
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

/** A refusal without the id of its command, as some samples show it. */
export function withoutEcho(reply: Json, echo: string | undefined): Json {
  if (echo === undefined || !isRecord(reply)) return reply;
  const isRefusal = reply['submitted'] === false || reply['success'] === false || 'error' in reply;
  return isRefusal ? put(reply, echo, undefined) : reply;
}
