// The permits that this process has, and the calls that wait for more.
import type { FlightMeter } from './flight-meter.ts';
import { mostReports, Outbox } from './outbox.ts';
import { PermitClasses } from './permit-classes.ts';
import { placeInLine } from './place-in-line.ts';
import type { PermitClass, PooledPermit } from './pooled-permit.ts';
import { ageOf, type Instant } from './redis-clock.ts';
import { mostAheadMs, type PermitAsk } from './sync-message.ts';

/** Permits asked for in one trip, per class. */
const mostAsked = 64;
/** A permit taken ahead that no call took for so long goes back. */
const keepMs = 250;
/** Leases are looked through so often. */
const renewEveryMs = 1000;

export interface PoolOptions {
  /** Of this process, unique among all. */
  readonly id: string;
  readonly batch: number;
  readonly leaseMs: number;
  /** A permit that was asked for longer ago is void unless it is in use by then. */
  readonly grantMs: number;
}

/** No effects: what becomes of permits goes into the outbox. */
export class PermitPool {
  /** What became of permits, for Redis. */
  readonly outbox: Outbox;
  /** Every kind of call that was made so far. */
  readonly classes: PermitClasses = new PermitClasses();
  readonly #options: PoolOptions;
  /** Classes that calls wait in, in the order in which they asked. */
  readonly #waiting = new Set<PermitClass>();
  /** Classes that may have permits in stock. */
  readonly #stocked = new Set<PermitClass>();
  readonly #flight: FlightMeter;
  #tokens = 0;
  #renewedAt = Number.NEGATIVE_INFINITY;

  constructor(options: PoolOptions, flight: FlightMeter) {
    this.#options = options;
    this.#flight = flight;
    this.outbox = new Outbox(options.leaseMs);
  }

  /** Whether a call waits for an answer of Redis. */
  get waiting(): boolean {
    return this.#waiting.size > 0;
  }

  /** When the next question is due. */
  get asksAt(): number {
    let at = Number.POSITIVE_INFINITY;
    for (const { askAt } of this.#waiting) at = Math.min(at, askAt);
    return at;
  }

  /** When the next of the permits that were granted ahead starts. */
  startsAt(nowAt: number): number {
    let at = Number.POSITIVE_INFINITY;
    for (const { ready } of this.#stocked) {
      const next = ready.find(({ startsAt }) => startsAt > nowAt);
      at = Math.min(at, next?.startsAt ?? at);
    }
    return at;
  }

  /** A permit that was granted and still holds, or the wish for so many that `waiting` calls have one. */
  takeReady(permitClass: PermitClass, waiting: number, now: Instant): boolean {
    const permit = this.#nextReady(permitClass, now);
    if (permit) permitClass.inUse.push(permit);
    const { batch } = this.#options;
    const lacking = permit ? 0 : waiting - permitClass.ready.length;
    // The next ones are fetched ahead, before the last is gone.
    const isLow = batch > 1 && permitClass.ready.length < batch / 2;
    if (lacking > 0 || (isLow && permitClass.wanted === 0)) this.want(permitClass, lacking);
    return permit !== undefined;
  }

  /** Redis cannot be asked, or calls are about to say anew what they lack. */
  stopWaiting(): void {
    for (const permitClass of this.#waiting) permitClass.wanted = 0;
    this.#waiting.clear();
  }

  want(permitClass: PermitClass, count: number): void {
    permitClass.wanted = Math.max(permitClass.wanted, count);
    // The last to ask is the last in the queue: callers ask in order of priority.
    this.#waiting.delete(permitClass);
    this.#waiting.add(permitClass);
  }

  /** A permit that Redis did not grant: taken alone. */
  takeAlone(permitClass: PermitClass, now: Instant): void {
    const permit = { ...this.#permit(permitClass, this.#tokens, now, now.at, now.at), known: false };
    this.#tokens += 1;
    permitClass.inUse.push(permit);
    this.outbox.report('held', permit, now.at);
  }

  /** The request that used a permit of this class is over. @returns whether there was one */
  end(permitClass: PermitClass, how: 'answered' | 'freed', nowAt: number): boolean {
    const permit = permitClass.inUse.shift();
    if (permit === undefined) return false;
    if (how === 'answered') this.#flight.record(nowAt - permit.askedAt, nowAt);
    this.outbox.report(how, permit, nowAt);
    return true;
  }

  /** What every waiting class asks for, in order; nothing while there are too many reports to send first. */
  asks(nowAt: number): PermitAsk[] {
    if (this.outbox.size > mostReports) return [];
    const asks: PermitAsk[] = [];
    const { batch } = this.#options;
    for (const permitClass of this.#waiting) {
      const ahead = Math.max(permitClass.wanted, batch > 1 ? batch - permitClass.ready.length : 0);
      const count = Math.min(ahead, Math.max(mostAsked, batch));
      const place = placeInLine(permitClass, nowAt);
      asks.push({ permitClass, first: this.#tokens, count, place });
      this.#tokens += count;
      permitClass.wanted = 0;
    }
    this.#waiting.clear();
    return asks;
  }

  /** Redis granted permits of what was asked at `asked`, each from an instant on. */
  addGranted(ask: PermitAsk, startsAt: readonly number[], asked: Instant, nowAt: number): void {
    const { ready } = ask.permitClass;
    for (const [at, from] of startsAt.entries()) {
      ready.push(this.#permit(ask.permitClass, ask.first + at, asked, nowAt, from));
    }
    ready.sort((a, b) => a.startsAt - b.startsAt);
    // While the message was under way, the last that it had may have gone.
    if (ready.length > 0) this.#stocked.add(ask.permitClass);
  }

  /** It is unknown whether Redis granted it, or it did too long ago: it is to be taken back. */
  disown({ permitClass, first, count }: PermitAsk, now: Instant): void {
    // Granted by now, if at all, and to start soon.
    const from = now.at + mostAheadMs;
    for (let at = 0; at < count; at += 1)
      this.outbox.report('freed', this.#permit(permitClass, first + at, now, now.at, from), now.at);
  }

  /** Gives back what was granted and not used, but for what is kept ahead. */
  release(nowAt: number, all = false): void {
    const { batch } = this.#options;
    for (const permitClass of this.#stocked) {
      const keep = all || batch === 1 || permitClass.usedAt < nowAt - keepMs ? 0 : batch;
      const { ready } = permitClass;
      // What has not started was not offered to any call.
      const coming = all ? 0 : ready.filter(({ startsAt }) => startsAt > nowAt).length;
      const unused = ready.splice(keep, Math.max(0, ready.length - coming - keep));
      for (const permit of unused.reverse()) this.outbox.report('freed', permit, nowAt);
      if (ready.length === 0) this.#stocked.delete(permitClass);
    }
  }

  /** Leases of requests that take long. `all`: Redis lost its memory and needs every one. */
  renew(nowAt: number, all = false): void {
    if (!all && nowAt < this.#renewedAt + renewEveryMs) return;
    this.#renewedAt = nowAt;
    let oldestAt = Number.POSITIVE_INFINITY;
    for (const { inUse } of this.classes.all) {
      oldestAt = Math.min(oldestAt, inUse[0]?.askedAt ?? Number.POSITIVE_INFINITY);
      for (const permit of inUse) {
        if (!all && permit.leasedAt > nowAt - this.#options.leaseMs / 2) break;
        permit.leasedAt = nowAt;
        this.outbox.report('held', permit, nowAt);
      }
    }
    this.#flight.oldestAt = oldestAt;
  }

  #nextReady(permitClass: PermitClass, now: Instant): PooledPermit | undefined {
    const { ready } = permitClass;
    for (let permit = ready[0]; permit && permit.startsAt <= now.at; permit = ready[0]) {
      ready.shift();
      const ageMs = ageOf({ at: permit.askedAt, wallAt: permit.askedWallAt }, now);
      if (ageMs <= this.#options.grantMs) return permit;
      this.outbox.report('freed', permit, now.at);
    }
    return undefined;
  }

  #permit(
    permitClass: PermitClass,
    number: number,
    asked: Instant,
    nowAt: number,
    startsAt: number,
  ): PooledPermit {
    const token = `${this.#options.id}.${number}`;
    const { at: askedAt, wallAt: askedWallAt } = asked;
    return { token, permitClass, askedAt, askedWallAt, startsAt, known: true, leasedAt: nowAt };
  }
}
