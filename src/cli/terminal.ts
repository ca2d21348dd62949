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
