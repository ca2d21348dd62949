// Plays a record, by the time at which its requests were sent, through a gateway for each exchange in it.
import type { Exchange } from '../../internal.ts';
import type { Moment } from './counts.ts';
import { ExchangeReplay } from './exchange-replay.ts';
import type { RecordedRequest, ReplayedRequest } from './record.ts';
import { VirtualTime } from './virtual-time.ts';

/** Lines are held that long: one that ends later may have been sent earlier, and a call's next attempts come soon. */
const lookAheadMs = 60_000;
/** A record without times must not fill the memory. */
const mostAhead = 20_000;

/** A record on its way through the gateways. Its only clock is the record's: same record, same answer. */
export class Replay {
  readonly exchanges: Map<string, ExchangeReplay> = new Map<string, ExchangeReplay>();
  readonly #canReconcile: boolean;
  readonly #onMoment: (moment: Moment) => void;
  #time: VirtualTime | undefined;
  /** Lines whose time has not come, by when they were sent; live from `#head` on. */
  #ahead: ReplayedRequest[] = [];
  #head = 0;
  /** Lines that were read since the last `play`, and when they ended. */
  #read: { readonly recorded: RecordedRequest; readonly endedAt: number; readonly line: number }[] = [];
  #lastEndedAt = 0;
  /** The attempt on the line before, which an `observed` event may tell of again. */
  #lastCall: string | undefined;

  constructor(canReconcile: boolean, onMoment: (moment: Moment) => void) {
    this.#canReconcile = canReconcile;
    this.#onMoment = onMoment;
  }

  /**
   * Takes a line, to be played when its time comes.
   * @param endedAt when its request ended, by the record's time, which never goes back
   * @returns false if the line before told of it already
   */
  take(recorded: RecordedRequest, endedAt: number, line: number): boolean {
    if (this.#isToldAgain(recorded)) return false;
    this.#read.push({ recorded, endedAt, line });
    return true;
  }

  /** Plays the lines that nothing which is still to be read can come before; at the end of the record all of them. */
  async play(isEnd: boolean): Promise<void> {
    if (this.#read.length === 0 && !isEnd) return;
    this.#time ??= new VirtualTime(Math.round(Math.min(...this.#read.map(sentAtOf))));
    const time = this.#time;
    await time.run(async () => {
      for (const { recorded, endedAt, line } of this.#read.splice(0)) {
        this.#insert(this.#replayOf(recorded.exchange, time).expect(recorded, endedAt, line));
        this.#lastEndedAt = endedAt;
      }
      while (this.#isDue(isEnd)) await this.#playNext(time);
      const replays = [...this.exchanges.values()];
      while (isEnd && time.isWaiting && replays.some(({ isBusy }) => isBusy)) await time.next();
    });
  }

  #isDue(isEnd: boolean): boolean {
    const next = this.#ahead[this.#head];
    if (!next) return false;
    const isFar = this.#lastEndedAt - next.sentAt > lookAheadMs;
    return isEnd || isFar || this.#ahead.length - this.#head > mostAhead;
  }

  async #playNext(time: VirtualTime): Promise<void> {
    const request = this.#ahead[this.#head];
    if (!request) return;
    this.#head += 1;
    if (this.#head > 1000 && this.#head * 2 > this.#ahead.length) {
      this.#ahead = this.#ahead.slice(this.#head);
      this.#head = 0;
    }
    await time.advanceTo(request.sentAt);
    const replay = this.#replayOf(request.exchange, time);
    const call = replay.play(request);
    if (!call) return;
    await time.settle();
    replay.noteWait(call);
  }

  /** Behind those that were sent before it, or at the same time. */
  #insert(request: ReplayedRequest): void {
    let at = this.#ahead.length;
    while (at > this.#head && (this.#ahead[at - 1]?.sentAt ?? 0) > request.sentAt) at -= 1;
    if (at === this.#ahead.length) this.#ahead.push(request);
    else this.#ahead.splice(at, 0, request);
  }

  #replayOf(exchange: Exchange, time: VirtualTime): ExchangeReplay {
    const known = this.exchanges.get(exchange.id);
    if (known) return known;
    const made = new ExchangeReplay(
      exchange,
      this.#canReconcile,
      () => time.now,
      (kind, text, line) =>
        this.#onMoment({ at: time.now, line: line ?? 0, exchange: exchange.id, kind, text }),
    );
    this.exchanges.set(exchange.id, made);
    return made;
  }

  #isToldAgain({ exchange, call, isObserved }: RecordedRequest): boolean {
    const key = call === undefined ? undefined : `${exchange.id} ${call}`;
    if (isObserved && key !== undefined && key === this.#lastCall) return true;
    this.#lastCall = isObserved ? undefined : key;
    return false;
  }
}

function sentAtOf({
  recorded,
  endedAt,
}: {
  readonly recorded: RecordedRequest;
  readonly endedAt: number;
}): number {
  return endedAt - recorded.elapsedMs;
}
