// Recognises files that are no text in UTF-8, and says what makes one of them.
import { failed } from '../cli-error.ts';

/** Formats that a record comes in by mistake: how they begin, and what makes lines of them. */
const formats: readonly { readonly is: string; readonly begins: readonly number[]; readonly cure: string }[] =
  [
    { is: 'gzip', begins: [0x1f, 0x8b], cure: 'zcat day.jsonl.gz > day.jsonl' },
    {
      is: 'zstd',
      begins: [0x28, 0xb5, 0x2f, 0xfd],
      cure: 'zstdcat day.jsonl.zst > day.jsonl',
    },
    { is: 'bzip2', begins: [0x42, 0x5a, 0x68], cure: 'bzcat day.jsonl.bz2 > day.jsonl' },
    {
      is: 'xz',
      begins: [0xfd, 0x37, 0x7a, 0x58, 0x5a],
      cure: 'xzcat day.jsonl.xz > day.jsonl',
    },
    {
      is: 'a zip archive',
      begins: [0x50, 0x4b, 0x03, 0x04],
      cure: 'unzip -p day.zip > day.jsonl',
    },
  ];
const toUtf8 = 'iconv -f UTF-16 -t UTF-8 day.txt > day.jsonl';

/** @throws {CliError} before the first chunk, where it is no text in UTF-8 but something known */
export async function* checkedFormat(
  name: string,
  source: AsyncIterable<Uint8Array | string>,
): AsyncGenerator<Uint8Array | string> {
  let isFirst = true;
  for await (const chunk of source) {
    if (isFirst && typeof chunk !== 'string') checkStart(name, chunk);
    isFirst = false;
    yield chunk;
  }
}

function checkStart(name: string, chunk: Uint8Array): void {
  const found = formats.find(({ begins }) => begins.every((byte, at) => chunk[at] === byte));
  if (found)
    throw failed(`${name} is ${found.is}; replay takes plain text.`, `To make such a file: ${found.cure}.`);
  if (isUtf16(chunk))
    throw failed(`${name} is UTF-16; replay takes UTF-8.`, `To make such a file: ${toUtf8}.`);
}

/** By its mark, or by every other byte of its first two letters, which are those of JSON. */
function isUtf16([a, b, c, d]: Uint8Array): boolean {
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return true;
  return (
    (isPrinted(a) && b === 0 && isPrinted(c) && d === 0) ||
    (a === 0 && isPrinted(b) && c === 0 && isPrinted(d))
  );
}

function isPrinted(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x20 && byte < 0x7f;
}
