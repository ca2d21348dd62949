// What a command may touch of the world around it.
import { stripVTControlCharacters } from 'node:util';

/** Where text goes. Node's streams are such, and so is a list in a test. */
export interface Sink {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** All that a command may touch of the world. */
export interface Terminal {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly stdin: () => AsyncIterable<Uint8Array | string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly fetch: typeof fetch;
}

/** Writes lines; with their styles on a terminal only, and not where `NO_COLOR` holds anything. */
export function print(sink: Sink, env: Terminal['env'], lines: readonly string[]): void {
  if (lines.length === 0) return;
  const text = `${lines.join('\n')}\n`;
  const isStyled = sink.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  sink.write(isStyled ? text : stripVTControlCharacters(text));
}
