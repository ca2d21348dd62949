// Opens a file or standard input, and cuts it into lines.
import { open as openFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { printable } from '../replay/wording.ts';
import { failed, type Terminal } from './command.ts';

/** Characters. A longer line is no record of one request: it is given up instead of held in memory. */
const longest = 4_000_000;

/** JSON escapes them within texts. One at the very end may be half of a pair. */
const lineEnd = /\r\n|\n|\r(?!$)/;

/** Formats that a record comes in by mistake: how they begin, in hex, and what makes lines of them. */
const formats: readonly (readonly [is: string, begins: RegExp, takes: string, cure: string])[] = [
  ['gzip', /^1f8b/, 'plain text', 'zcat day.jsonl.gz'],
  ['zstd', /^28b52ffd/, 'plain text', 'zstdcat day.jsonl.zst'],
  ['a zip archive', /^504b0304/, 'plain text', 'unzip -p day.zip'],
  // By its mark, or by every other byte of its first two letters, which are those of JSON.
  ['UTF-16', /^(fffe|feff|([2-7].00){2}|(00[2-7].){2})/, 'UTF-8', 'iconv -f UTF-16 -t UTF-8 day.txt'],
];

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'it may not be read by this user',
};

/** What is read of a file. */
export interface Source {
  /** For headlines. */
  readonly name: string;
  /** The lines of one chunk, `undefined` for one that is too long, and the bytes read so far. */
  readonly batches: AsyncIterable<{
    readonly lines: readonly (string | undefined)[];
    readonly bytes: number;
  }>;
  /** In bytes; undefined where it is not known. */
  readonly size: number | undefined;
}

/**
 * Opens a file; `-` is standard input.
 * @param command that asks, for errors
 * @throws {CliError} that says why it cannot be read
 */
export async function open(path: string, stdin: Terminal['stdin'], command: string): Promise<Source> {
  if (path === '-') {
    const name = 'Standard input';
    return { name, batches: lineBatches(name, stdin(), command), size: undefined };
  }
  const shown = printable(path, 200);
  const file = await openFile(path).catch((error: NodeJS.ErrnoException) => {
    throw failed(`${shown} cannot be read: ${reasons[error.code ?? ''] ?? error.code}.`);
  });
  const facts = await file.stat();
  if (facts.isDirectory()) {
    await file.close();
    throw failed(`${shown} is a folder, and no file.`);
  }
  const name = basename(shown);
  // A pipe of the shell's, `<(zcat day.gz)` say, has no size.
  const size = facts.isFile() ? facts.size : undefined;
  return { name, batches: lineBatches(name, file.createReadStream(), command), size };
}

/** Cuts a stream of bytes into lines, a chunk's worth at a time. */
async function* lineBatches(
  name: string,
  source: AsyncIterable<Uint8Array | string>,
  command: string,
): Source['batches'] {
  const decoder = new TextDecoder();
  let bytes = 0;
  let rest = '';
  let isTooLong = false;
  for await (const chunk of source) {
    if (bytes === 0) checkStart(name, chunk, command);
    bytes += chunk.length;
    const text = rest + (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }));
    const lines: (string | undefined)[] = text.split(text.includes('\r') ? lineEnd : '\n');
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

/** @throws {CliError} where it is no text in UTF-8 but something known */
function checkStart(name: string, chunk: Uint8Array | string, command: string): void {
  const start = Buffer.from(chunk.slice(0, 5)).toString('hex');
  const [is, , takes, cure] = formats.find(([, begins]) => begins.test(start)) ?? [];
  if (is === undefined) return;
  throw failed(`${name} is ${is}; ${command} takes ${takes}.`, `To make such a file: ${cure} > day.jsonl.`);
}
