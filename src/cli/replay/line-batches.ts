// Cuts a stream of bytes into lines.
/** A line longer than this is no record of one request: it is given up instead of held in memory. */
const longest = 4_000_000;

/** JSON escapes them within texts. One at the very end may be half of a pair. */
const lineEnd = /\r\n|\n|\r(?!$)/;

/** The lines of one chunk; `undefined` stands for one that is too long. */
export interface Batch {
  readonly lines: readonly (string | undefined)[];
  /** Bytes read so far. */
  readonly bytes: number;
}

/** Cuts a stream of bytes into lines, a chunk's worth at a time. */
export async function* lineBatches(source: AsyncIterable<Uint8Array | string>): AsyncGenerator<Batch> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let rest = '';
  let isTooLong = false;
  for await (const chunk of source) {
    bytes += chunk.length;
    const text = rest + (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }));
    const lines: (string | undefined)[] = text.includes('\r') ? text.split(lineEnd) : text.split('\n');
    rest = lines.pop() ?? '';
    if (isTooLong && lines.length > 0) {
      lines[0] = undefined;
      isTooLong = false;
    }
    if (rest.length > longest) {
      isTooLong = true;
      rest = '';
    }
    yield { lines, bytes };
  }
  if (isTooLong || rest !== '') yield { lines: [isTooLong ? undefined : rest], bytes };
}
