// Where the demo prints, on a terminal or elsewhere.

/** What switches each style on and off again. `styleText` would look at `process.stdout` instead of the sink. */
const styles = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

export type Style = keyof typeof styles;

/** What a screen needs of a stream. */
export interface Sink {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** Prints lines anywhere; colours, and one line that is drawn again and again, on a terminal only. */
export class Screen {
  readonly #sink: Sink;
  readonly #plain: boolean;
  #drawn = false;

  /** @param noColor the environment variable of that name: any text but an empty one. */
  constructor(sink: Sink, noColor: string | undefined) {
    this.#sink = sink;
    this.#plain = !sink.isTTY || Boolean(noColor);
  }

  line(text = ''): void {
    this.#wipe();
    this.#sink.write(`${text}\n`);
  }

  /** Stands until the next line or status. */
  status(text: string): void {
    if (this.#plain) return;
    this.#wipe();
    this.#sink.write(text);
    this.#drawn = true;
  }

  paint(style: Style, text: string): string {
    const [on, off] = styles[style];
    return this.#plain ? text : `\x1b[${on}m${text}\x1b[${off}m`;
  }

  #wipe(): void {
    if (this.#drawn) this.#sink.write('\r\x1b[2K');
    this.#drawn = false;
  }
}

/** Milliseconds as seconds that line up. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
