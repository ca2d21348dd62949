// Plays a record, by the time at which its requests were sent, through a gateway for each exchange in it.
import type { Exchange } from '../internal.ts';
import { ExchangeReplay } from './exchange-replay.ts';
import { BadLine } from './json-lines.ts';
import { type RecordedRequest, readLine } from './recorded-request.ts';
import { Summary } from './report.ts';
import { VirtualTime } from './virtual-time.ts';

/** How a record is played. */
export interface ReplayOptions {
  /** Of lines that name none. */
  readonly exchange?: Exchange;
  /** Notable moments that are kept. @default 20 */
  readonly moments?: number;
  /** As if the gateway had a look-up for lost orders. @default false */
  readonly reconcile?: boolean;
}

/** Lines are held that long: one that ends later may have been sent earlier, and a call's next attempts come soon. */
const lookAheadMs = 60_000;
/** A record without times must not fill the memory. */
const mostAhead = 20_000;
/** Bad lines that are named; the others are counted. */
const namedBadLines = 5;

/** A record on its way through the gateways. Its only clock is the record's: same record, same answer. */
export class Replay {
  readonly summary: Summary = new Summary();
  readonly #options: ReplayOptions;
  readonly #exchanges = new Map<Exchange, ExchangeReplay>();
  #time: VirtualTime | undefined;
  /** Lines whose time has not come, by when they were sent; live from `#head` on. */
  #ahead: RecordedRequest[] = [];
  #head = 0;
  /** Lines that were read since the last `play`. */
  #read: RecordedRequest[] = [];
  /** When the last line ended, by the record's time, which never goes back. */
  #lastEndedAt: number | undefined;
  /** The attempt on the line before, which an `observed` event may tell of again. */
  #lastCall: string | undefined;

  constructor(options: ReplayOptions) {
    this.#options = options;
  }

  /** Takes a line, to be played when its time comes. @param text undefined for one that is too long */
  take(text: string | undefined): void {
    const { lines } = this.summary;
    lines.total += 1;
    if (text?.trim() === '') return;
    try {
      const request = readLine(text, this.#options.exchange);
      const endedAt = request ? this.#timeOf(request.at) : 0;
      if (!request || this.#isToldAgain(request)) {
        lines.otherEvents += 1;
        return;
      }
      lines.requests += 1;
      request.line = lines.total;
      request.sentAt = Math.round(endedAt) - request.elapsedMs;
      this.#read.push(request);
    } catch (error) {
      if (!(error instanceof BadLine)) throw error;
      lines.bad += 1;
      if (lines.firstBad.length < namedBadLines)
        lines.firstBad.push({ line: lines.total, why: error.message });
    }
  }

  /** The record's time; a line without one comes with the line before. */
  #timeOf(at: number | undefined): number {
    const { summary } = this;
    const before = this.#lastEndedAt ?? at ?? 0;
    if (at === undefined) summary.lines.untimed += 1;
    else {
      summary.fromAt ??= at;
      if (at < before) summary.lines.outOfOrder += 1;
    }
    this.#lastEndedAt = Math.max(before, at ?? before);
    if (summary.fromAt !== undefined) summary.untilAt = this.#lastEndedAt;
    return this.#lastEndedAt;
  }

  #isToldAgain({ exchange, call, isObserved }: RecordedRequest): boolean {
    const key = call === undefined ? undefined : `${exchange.id} ${call}`;
    if (isObserved && key !== undefined && key === this.#lastCall) return true;
    this.#lastCall = isObserved ? undefined : key;
    return false;
  }

  /** Plays the lines that nothing which is still to be read can come before; at the end of the record all of them. */
  async play(isEnd: boolean): Promise<void> {
    if (this.#read.length === 0 && !isEnd) return;
    this.#time ??= new VirtualTime(Math.min(...this.#read.map(({ sentAt }) => sentAt)));
    const time = this.#time;
    await time.run(async () => {
      for (const request of this.#read.splice(0)) {
        // Behind those that were sent before it, or at the same time.
        const at = this.#ahead.findLastIndex(({ sentAt }) => sentAt <= request.sentAt) + 1;
        this.#ahead.splice(Math.max(at, this.#head), 0, request);
        this.#exchangeOf(request, time).expect(request);
      }
      for (let next = this.#nextDue(isEnd); next; next = this.#nextDue(isEnd)) {
        await time.advanceTo(next.sentAt);
        await this.#exchangeOf(next, time).play(next);
      }
      const exchanges = [...this.#exchanges.values()];
      while (isEnd && time.isWaiting && exchanges.some(({ isBusy }) => isBusy)) await time.next();
    });
  }

  /** Takes the next line out of those ahead, where it may be played. */
  #nextDue(isEnd: boolean): RecordedRequest | undefined {
    const next = this.#ahead[this.#head];
    const isFar = next !== undefined && (this.#lastEndedAt ?? 0) - next.sentAt > lookAheadMs;
    if (!next || (!isEnd && !isFar && this.#ahead.length - this.#head <= mostAhead)) return undefined;
    this.#head += 1;
    if (this.#head > 1000 && this.#head * 2 > this.#ahead.length) {
      this.#ahead.splice(0, this.#head);
      this.#head = 0;
    }
    return next;
  }

  #exchangeOf({ exchange }: RecordedRequest, time: VirtualTime): ExchangeReplay {
    const known = this.#exchanges.get(exchange);
    if (known) return known;
    const { moments, exchanges } = this.summary;
    const { moments: most = 20, reconcile = false } = this.#options;
    const made = new ExchangeReplay(exchange, reconcile, time, (kind, text, line = 0) => {
      moments.total += 1;
      if (moments.first.length < most)
        moments.first.push({ at: time.now, line, exchange: exchange.id, kind, text });
    });
    this.#exchanges.set(exchange, made);
    exchanges.push(made.tally.report);
    return made;
  }
}
