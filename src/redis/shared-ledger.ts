import { Alarm } from './alarm.ts';
import { Books } from './books.ts';
import { Courier } from './courier.ts';
import type { Lane, Wanted } from './lane.ts';
import { News, type NewsListener } from './news.ts';
import type { ResolvedRedis } from './options.ts';
import { OwnShare } from './own-share.ts';
import { type SharedState, Standing } from './standing.ts';
import { Turns } from './turns.ts';

export interface SharedListener extends NewsListener {
  /** Units may be there: `take` again, the most urgent first. */
  readonly onRoom: () => void;
  readonly onState: (state: SharedState) => void;
}

/**
 * One budget for several processes. `take` is answered at once: yes with a unit in hand, else no, and `onRoom` follows
 * when there may be one. All that is to be told and asked meanwhile goes to Redis in one trip, one trip at a time.
 */
export class SharedLedger {
  readonly #now: () => number;
  readonly #books: Books;
  readonly #own: OwnShare = new OwnShare();
  readonly #news: News;
  readonly #standing: Standing;
  readonly #turns: Turns;
  readonly #ownAlarm: Alarm;
  #closed = false;

  /** `id`: of this process, unique among all. The first turn is on its way when this returns. */
  constructor(options: ResolvedRedis, id: string, listener: SharedListener, now: () => number) {
    const { prefix, share, leaseMs, batch } = options;
    this.#now = now;
    this.#books = new Books(id, batch, leaseMs);
    this.#news = new News(listener);
    this.#standing = new Standing(share, listener.onState);
    this.#turns = new Turns(
      {
        books: this.#books,
        news: this.#news,
        own: this.#own,
        standing: this.#standing,
        onRoom: listener.onRoom,
      },
      (onLate) => new Courier(options, { prefix, id, share, leaseMs }, now, onLate),
      now,
    );
    this.#ownAlarm = new Alarm(now, listener.onRoom);
    this.#turns.schedule();
  }

  /** The units, if they are here. Else they are asked for, and for so many calls like this as `waiting` says. */
  take(wanted: readonly Wanted[], waiting = 1): boolean {
    if (this.#closed) return false;
    if (wanted.length === 0) return true;
    const now = this.#now();
    const lane = this.#books.laneOf(wanted, now);
    lane.usedAt = now;
    const taken = this.#standing.onOwn ? this.#takeAlone(lane, now) : this.#books.takeReady(lane, waiting);
    if (taken) this.#own.take(lane, now);
    this.#turns.schedule();
    return taken;
  }

  /** An answer came, or the request was lost after it was sent. */
  answered(wanted: readonly Wanted[]): void {
    this.#ended(wanted, 'answered');
  }

  /** The request never left. */
  refund(wanted: readonly Wanted[]): void {
    this.#ended(wanted, 'freed');
  }

  /** Every process's calls wait; `scope` is a limit's key, any other name that all processes know, or `''` for all. */
  pauseUntil(scope: string, untilAt: number): void {
    if (this.#closed) return;
    this.#news.pause(scope, untilAt);
    this.#turns.schedule();
  }

  /** Signs off, if Redis is there to hear it. The client stays the user's. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#ownAlarm.clear();
    await this.#turns.close();
  }

  #ended(wanted: readonly Wanted[], how: 'answered' | 'freed'): void {
    if (this.#closed || wanted.length === 0) return;
    const now = this.#now();
    const lane = this.#books.laneOf(wanted, now);
    const unit = lane.flying.shift();
    if (!unit) return;
    if (how === 'answered') this.#own.answered(lane, now);
    else this.#own.refund(lane, now);
    this.#books.facts.tell(how, unit, now);
    this.#turns.schedule();
  }

  #takeAlone(lane: Lane, now: number): boolean {
    const opensAt = this.#own.opensAt(lane, this.#standing.share, now);
    if (opensAt > now) this.#ownAlarm.set(opensAt, true);
    else this.#books.takeAlone(lane, now);
    return opensAt <= now;
  }
}
