// When to go to Redis, and what its replies change. One message at a time.
import { WakeupTimer } from '../time/wakeup-timer.ts';
import { composeMessage, type SyncDeps } from './compose-message.ts';
import { fastestBeatMs, heartbeatMsOf } from './heartbeat.ts';
import { askAgainAt } from './place-in-line.ts';
import type { Instant } from './redis-clock.ts';
import type { Delivered, ScriptClient } from './script-client.ts';
import type { PermitAsk, SyncMessage, SyncReply } from './sync-message.ts';

/** Clients may queue what they cannot send: no more than so many trips at a time, but for one now and then. */
const mostTrips = 3;
const seldomMs = 10_000;

export class SyncLoop {
  readonly #deps: SyncDeps;
  readonly #client: ScriptClient;
  readonly #read: () => Instant;
  readonly #timer: WakeupTimer;
  readonly #startTimer: WakeupTimer;
  #underWay: SyncMessage | undefined;
  #last: SyncMessage | undefined;
  #sentAt = Number.NEGATIVE_INFINITY;
  #soon = false;
  #closed = false;

  constructor(deps: SyncDeps, client: ScriptClient, read: () => Instant) {
    this.#deps = deps;
    this.#client = client;
    this.#read = read;
    const now = (): number => read().at;
    this.#timer = new WakeupTimer(now, () => this.#sync());
    this.#startTimer = new WakeupTimer(now, () => this.#permitsStart());
  }

  /** Something may be due earlier than it was. */
  schedule(): void {
    if (this.#soon || this.#closed) return;
    const now = this.#read().at;
    const dueAt = this.#dueAt(now);
    if (dueAt > now) {
      this.#timer.set(dueAt, this.#deps.pool.waiting);
      return;
    }
    // Everything that comes up within this tick goes along.
    this.#soon = true;
    queueMicrotask(() => {
      this.#soon = false;
      this.#sync();
    });
  }

  /** Gives everything back that was not used, and signs off. Settles within one trip. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#timer.clear();
    this.#startTimer.clear();
    const { pool, membership } = this.#deps;
    if (membership.phase === 'alone') return;
    const now = this.#read();
    for (const ask of this.#underWay?.asks ?? []) pool.disown(ask, now);
    pool.release(now.at, true);
    pool.stopWaiting();
    await this.#client.send({ ...composeMessage(this.#deps, now), bye: true });
  }

  #dueAt(now: number): number {
    if (this.#closed || this.#underWay) return Number.POSITIVE_INFINITY;
    if (this.#client.trips >= mostTrips) return this.#sentAt + seldomMs;
    const { pool, broadcasts, membership } = this.#deps;
    if (membership.phase === 'alone') return membership.probeAt;
    if (broadcasts.due) return now;
    const asksAt = membership.phase === 'shared' ? pool.asksAt : Number.POSITIVE_INFINITY;
    const beatMs = membership.phase === 'shared' ? heartbeatMsOf(membership.processes) : fastestBeatMs;
    return Math.min(this.#sentAt + beatMs, pool.outbox.dueAt, asksAt, membership.opensAt);
  }

  #sync(): void {
    const now = this.#read();
    if (this.#dueAt(now.at) > now.at) {
      this.schedule();
      return;
    }
    const message = composeMessage(this.#deps, now);
    this.#sentAt = now.at;
    this.#underWay = message;
    this.#last = message;
    this.#deps.heartbeat.sent(now.at);
    if (!message.away) this.#deps.membership.timing.sharing(now.at, message.silenceMs);
    void this.#client.send(message).then((delivered) => this.#delivered(message, delivered));
  }

  #delivered(message: SyncMessage, delivered: Delivered): void {
    this.#underWay = undefined;
    if (this.#closed) return;
    if ('reply' in delivered) this.#arrived(message, delivered.reply);
    else if ('late' in delivered) this.#again(message);
    else if ('stale' in delivered) this.#tooLate(message);
    else this.#lost(message, delivered.why);
    this.schedule();
  }

  #arrived(message: SyncMessage, reply: SyncReply): void {
    const { pool, broadcasts, fallback, membership, trips, onRoom } = this.#deps;
    const now = this.#read().at;
    trips.record(now - message.at, now);
    const before = membership.phase;
    pool.outbox.confirm(message.reports);
    broadcasts.confirm(message);
    const forgot = membership.noteReply(reply, message, now, pool.classes.longestWindowMs);
    if (forgot) pool.renew(now, true);
    for (const [at, ask] of message.asks.entries()) {
      this.#settle(ask, reply.starts[at] ?? [], reply.waits[at] ?? 0, message, now);
    }
    for (const differing of reply.differs) fallback.restrict(differing);
    broadcasts.receive(reply, message, now);
    if (membership.onOwn) {
      pool.release(now, true);
      pool.stopWaiting();
    }
    // On our own as well: that Redis holds our slice back lets us begin earlier.
    if (message.asks.length > 0 || message.away || before !== membership.phase) {
      // What was wanted meanwhile may be here now: calls that still wait say so.
      pool.stopWaiting();
      onRoom();
    }
    // Redis is to know at once whether it has to hold our slice back.
    if (message.away !== membership.onOwn) this.#sentAt = Number.NEGATIVE_INFINITY;
    this.#releaseUnused(now);
  }

  /** Of what was granted ahead: a call that waits takes it, or it goes back. */
  #permitsStart(): void {
    if (this.#closed) return;
    this.#deps.onRoom();
    this.#releaseUnused(this.#read().at);
    this.schedule();
  }

  #releaseUnused(now: number): void {
    const { pool } = this.#deps;
    pool.release(now);
    this.#startTimer.set(pool.startsAt(now), true);
  }

  #settle(ask: PermitAsk, starts: readonly number[], waitMs: number, asked: Instant, now: number): void {
    const startsAt = starts.map((redisAt) => this.#client.clock.when(redisAt));
    this.#deps.pool.addGranted(ask, startsAt, asked, now);
    const { permitClass, count } = ask;
    permitClass.askAt = starts.length < count ? askAgainAt(permitClass, waitMs, now) : 0;
  }

  /** Redis did nothing of it; what its clock says is known now. */
  #again(message: SyncMessage): void {
    for (const { permitClass, count } of message.asks) this.#deps.pool.want(permitClass, count);
    this.#isBack();
  }

  /** Redis did it, so long ago that nothing of it can be relied on: it is undone, and reported and asked again. */
  #tooLate(message: SyncMessage): void {
    const now = this.#read();
    for (const ask of message.asks) this.#deps.pool.disown(ask, now);
    this.#again(message);
  }

  #lost(message: SyncMessage, why: string): void {
    const { pool, membership, onRoom } = this.#deps;
    const now = this.#read();
    for (const ask of message.asks) pool.disown(ask, now);
    pool.release(now.at, true);
    pool.stopWaiting();
    const before = membership.phase;
    membership.noteLoss(why, message, now);
    if (before !== 'alone') onRoom();
  }

  /**
   * An answer that came after its time: Redis is there, if slow. It grants nothing; but what it says of our slice holds,
   * unless Redis may have heard another message since.
   */
  answeredLate(message: SyncMessage, delivered: Delivered): void {
    if (this.#closed) return;
    const { pool, membership, onRoom } = this.#deps;
    if ('reply' in delivered && message === this.#last && message.away) {
      const now = this.#read().at;
      pool.outbox.confirm(message.reports);
      if (membership.noteLateReply(delivered.reply, message, now)) pool.renew(now, true);
      onRoom();
    }
    this.#isBack();
  }

  #isBack(): void {
    this.#deps.membership.probeAt = this.#read().at;
    this.schedule();
  }
}
