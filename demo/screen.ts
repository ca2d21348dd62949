import { styleText } from 'node:util';

type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan';

/** What a screen needs of a stream. */
export interface Sink {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** Where the demo prints: lines anywhere, colours and one line that is drawn again and again only on a terminal. */
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
    return this.#plain ? text : styleText(style, text);
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
