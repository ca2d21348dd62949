// Opens a record: a file or standard input.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { failed } from '../cli-error.ts';
import type { Terminal } from '../terminal.ts';
import { printable } from '../text/printable.ts';
import { checkedFormat } from './check-format.ts';

/** A record to be read. */
export interface Source {
  /** For headlines. */
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array | string>;
  /** In bytes; undefined where it is not known. */
  readonly size: number | undefined;
}

/** Opens a file; `-` is standard input. @throws {CliError} that says why it cannot be read */
export async function open(path: string, terminal: Terminal): Promise<Source> {
  if (path === '-') {
    const name = 'Standard input';
    return { name, bytes: checkedFormat(name, terminal.stdin()), size: undefined };
  }
  const name = printable(path, 200);
  const facts = await stat(path).catch((error: unknown) => {
    throw cannotRead(name, error);
  });
  if (facts.isDirectory()) throw failed(`${name} is a folder, and no file.`);
  // A pipe of the shell's, `<(zcat day.gz)` say, has no size.
  const size = facts.isFile() ? facts.size : undefined;
  return {
    name: basename(name),
    bytes: checkedFormat(basename(name), guarded(name, createReadStream(path))),
    size,
  };
}

async function* guarded(name: string, stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* stream;
  } catch (error) {
    throw cannotRead(name, error);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'it may not be read by this user',
  EISDIR: 'it is a folder, and no file',
};

function cannotRead(name: string, error: unknown): Error {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  const why = typeof code === 'string' ? (reasons[code] ?? code) : String(error);
  return failed(`${name} cannot be read: ${why}.`);
}
