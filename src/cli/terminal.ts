// What a command may touch of the world around it.
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

/** Writes lines, each with its end. */
export function print(sink: Sink, lines: readonly string[]): void {
  if (lines.length > 0) sink.write(`${lines.join('\n')}\n`);
}

/** Writes a value for machines. */
export function printJson(sink: Sink, value: unknown): void {
  sink.write(`${JSON.stringify(value, undefined, 2)}\n`);
}
