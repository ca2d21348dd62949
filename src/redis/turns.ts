import { Alarm } from './alarm.ts';
import type { Books } from './books.ts';
import type { Courier, Delivered } from './courier.ts';
import { shortestWindowOf } from './lane.ts';
import type { News } from './news.ts';
import type { OwnShare } from './own-share.ts';
import type { Standing } from './standing.ts';
import type { Ask, Reply, Turn } from './turn.ts';

/** Every process is heard so often. */
const heartbeatMs = 250;
/** What became of units may be told so much later: they return a window after their answer anyway. */
const tellWithinMs = 25;
/** Clients may queue what they cannot send: no more than so many trips at a time, but for one now and then. */
const mostTrips = 3;
const seldomMs = 10_000;

/** What a turn is made of and what its reply changes. */
export interface Desk {
  readonly books: Books;
  readonly news: News;
  readonly own: OwnShare;
  readonly standing: Standing;
  readonly onRoom: () => void;
}

/** Decides when to go to Redis, and carries what comes back to the books. One turn at a time. */
export class Turns {
  readonly #desk: Desk;
  readonly #courier: Courier;
  readonly #now: () => number;
  readonly #alarm: Alarm;
  #underWay: Turn | undefined;
  #turnedAt = Number.NEGATIVE_INFINITY;
  #soon = false;
  #closed = false;

  constructor(desk: Desk, courier: (onLate: () => void) => Courier, now: () => number) {
    this.#desk = desk;
    this.#courier = courier(() => this.#isBack());
    this.#now = now;
    this.#alarm = new Alarm(now, () => this.#turn());
  }

  /** Something may be due earlier than it was. */
  schedule(): void {
    if (this.#soon || this.#closed) return;
    const now = this.#now();
    const dueAt = this.#dueAt(now);
    if (dueAt > now) {
      this.#alarm.set(dueAt, this.#desk.books.waiting);
      return;
    }
    // Everything that comes up within this tick goes along.
    this.#soon = true;
    queueMicrotask(() => {
      this.#soon = false;
      this.#turn();
    });
  }

  /** Gives everything back that was not used, and signs off. Settles within one trip. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#alarm.clear();
    const { books, standing } = this.#desk;
    if (standing.phase === 'alone') return;
    const now = this.#now();
    for (const ask of this.#underWay?.asks ?? []) books.disown(ask, now);
    books.release(now, true);
    books.stopWaiting();
    await this.#courier.send({ ...this.#compose(now), bye: true });
  }

  #dueAt(now: number): number {
    if (this.#closed || this.#underWay) return Number.POSITIVE_INFINITY;
    if (this.#courier.trips >= mostTrips) return this.#turnedAt + seldomMs;
    const { books, news, standing } = this.#desk;
    if (standing.phase === 'alone') return standing.probeAt;
    if (news.untold > 0) return now;
    const asksAt = standing.phase === 'shared' ? books.asksAt : Number.POSITIVE_INFINITY;
    return Math.min(this.#turnedAt + heartbeatMs, books.facts.since + tellWithinMs, asksAt, standing.opensAt);
  }

  #compose(now: number): Turn {
    const { books, news, standing } = this.#desk;
    books.renew(now);
    return {
      facts: books.facts.next(now),
      asks: standing.phase === 'shared' ? books.asks() : [],
      pauses: news.toTell(now),
      join: standing.phase !== 'shared',
      bye: false,
      epoch: standing.epoch,
      at: now,
    };
  }

  #turn(): void {
    const now = this.#now();
    if (this.#dueAt(now) > now) {
      this.schedule();
      return;
    }
    const turn = this.#compose(now);
    this.#turnedAt = now;
    this.#underWay = turn;
    void this.#courier.send(turn).then((delivered) => this.#delivered(turn, delivered));
  }

  #delivered(turn: Turn, delivered: Delivered): void {
    this.#underWay = undefined;
    if (this.#closed) return;
    if ('reply' in delivered) this.#arrived(turn, delivered.reply);
    else if ('late' in delivered) this.#again(turn);
    else this.#lost(turn, delivered.why);
    this.schedule();
  }

  #arrived(turn: Turn, reply: Reply): void {
    const { books, news, own, standing, onRoom } = this.#desk;
    const now = this.#now();
    const before = standing.phase;
    books.facts.told(turn.facts);
    news.told(turn.pauses, turn.at);
    const forgot = standing.arrived(reply, now, books.longestWindowMs);
    if (forgot) books.renew(now, true);
    // Until now others could be granted what we do not know of.
    if (!standing.onOwn || before === 'shared' || before === 'joining') own.contactAt = now;
    for (const [at, ask] of turn.asks.entries()) {
      this.#settle(ask, reply.given[at] ?? 0, reply.waits[at] ?? 0, now);
    }
    for (const [limit, capacity] of reply.differs) own.restrict(limit, capacity);
    news.heard(reply, now);
    if (standing.onOwn) {
      books.release(now, true);
      books.stopWaiting();
    }
    if (turn.asks.length > 0 || before !== standing.phase) onRoom();
    books.release(now);
  }

  #settle(ask: Ask, given: number, waitMs: number, now: number): void {
    this.#desk.books.granted(ask, given, now);
    // A trip for every unit that returns would be dear, and a two-hundredth of a window is not missed.
    const gapMs = Math.max(1, Math.min(10, shortestWindowOf(ask.lane) / 200));
    ask.lane.askAt = given < ask.count ? now + Math.max(gapMs, waitMs) : 0;
  }

  /** Redis did nothing of it; what its clock says is known now. */
  #again(turn: Turn): void {
    for (const { lane, count } of turn.asks) this.#desk.books.want(lane, count);
    this.#isBack();
  }

  #lost(turn: Turn, why: string): void {
    const { books, standing, onRoom } = this.#desk;
    const now = this.#now();
    for (const ask of turn.asks) books.disown(ask, now);
    books.release(now, true);
    books.stopWaiting();
    const before = standing.phase;
    standing.lost(why, now);
    if (before !== 'alone') onRoom();
  }

  /** An answer that came too late: Redis is there. */
  #isBack(): void {
    this.#desk.standing.probeAt = this.#now();
    this.schedule();
  }
}
