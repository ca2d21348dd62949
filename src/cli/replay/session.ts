// Reads a record line by line, keeps its time, and sums it up.
import type { Exchange } from '../../internal.ts';
import { type ExchangeReport, type Moment, toReport } from './counts.ts';
import { readLine } from './read-line.ts';
import { Replay } from './replay.ts';

/** Bad lines that are named; the others are counted. */
const namedBadLines = 5;

/** What a record came to, as `--json` prints it. */
export interface Summary {
  readonly lines: {
    readonly total: number;
    readonly requests: number;
    readonly otherEvents: number;
    readonly bad: number;
    readonly firstBad: readonly { readonly line: number; readonly why: string }[];
    readonly untimed: number;
    readonly outOfOrder: number;
  };
  readonly fromAt: number | undefined;
  readonly untilAt: number | undefined;
  readonly exchanges: readonly ExchangeReport[];
  readonly moments: { readonly total: number; readonly first: readonly Moment[] };
}

/** A record on its way through the policies, line by line. */
export class Session {
  readonly replay: Replay;
  readonly #otherwise: Exchange | undefined;
  readonly #moments: Moment[] = [];
  #momentCount = 0;
  #line = 0;
  #requests = 0;
  #events = 0;
  #bad = 0;
  readonly #firstBad: { line: number; why: string }[] = [];
  #untimed = 0;
  #outOfOrder = 0;
  #fromAt: number | undefined;
  #now: number | undefined;
  /** A whole list in brackets is another format than one object per line. */
  isList = false;

  constructor(options: {
    readonly exchange: Exchange | undefined;
    readonly canReconcile: boolean;
    readonly moments: number;
  }) {
    this.#otherwise = options.exchange;
    this.replay = new Replay(options.canReconcile, (moment) => {
      this.#momentCount += 1;
      if (this.#moments.length < options.moments) this.#moments.push(moment);
    });
  }

  get lines(): number {
    return this.#line;
  }

  take(text: string | undefined): void {
    this.#line += 1;
    if (text !== undefined && text.trim() === '') return;
    if (this.#line === 1) this.isList = /^\s*\[/.test(text ?? '');
    const read = readLine(text, this.#otherwise);
    if (read.kind === 'event') this.#events += 1;
    else if (read.kind === 'bad') {
      this.#bad += 1;
      if (this.#firstBad.length < namedBadLines) this.#firstBad.push({ line: this.#line, why: read.why });
    } else {
      const isNew = this.replay.take(read.recorded, this.#timeOf(read.recorded.at), this.#line);
      if (isNew) this.#requests += 1;
      else this.#events += 1;
    }
  }

  /** The record's time, which never goes back; a line without one comes with the line before. */
  #timeOf(at: number | undefined): number {
    const before = this.#now ?? at ?? 0;
    if (at === undefined) this.#untimed += 1;
    else {
      this.#fromAt ??= at;
      if (at < before) this.#outOfOrder += 1;
    }
    this.#now = Math.max(before, at ?? before);
    return this.#now;
  }

  summary(): Summary {
    return {
      lines: {
        total: this.#line,
        requests: this.#requests,
        otherEvents: this.#events,
        bad: this.#bad,
        firstBad: this.#firstBad,
        untimed: this.#untimed,
        outOfOrder: this.#outOfOrder,
      },
      fromAt: this.#fromAt,
      untilAt: this.#fromAt === undefined ? undefined : this.#now,
      exchanges: [...this.replay.exchanges.values()].map(({ exchange, counts }) =>
        toReport(exchange, counts),
      ),
      moments: { total: this.#momentCount, first: this.#moments },
    };
  }
}
