import { Facts, mostFacts } from './facts.ts';
import { type Lane, laneIdOf, longestWindowOf, toShares, type Unit, type Wanted } from './lane.ts';
import type { Ask } from './turn.ts';

/** Units asked for in one trip, per lane. */
const mostAsked = 64;
const keptLanes = 10_000;
/** A unit taken ahead that nobody wanted for so long goes back. */
const keepMs = 250;
/** Leases are looked through so often. */
const renewEveryMs = 1000;

/** Which units this process has, who waits for more, and what Redis has not been told yet. No effects. */
export class Books {
  /** What became of units, to be told. */
  readonly facts: Facts;
  readonly #id: string;
  readonly #batch: number;
  readonly #leaseMs: number;
  readonly #lanes = new Map<string, Lane>();
  /** Lanes that somebody waits in, in the order in which they asked. */
  readonly #waiting = new Set<Lane>();
  /** Lanes that may have units in stock. */
  readonly #stocked = new Set<Lane>();
  #tokens = 0;
  #renewedAt = Number.NEGATIVE_INFINITY;
  /** The longest window of any limit seen. */
  longestWindowMs = 0;

  constructor(id: string, batch: number, leaseMs: number) {
    this.#id = id;
    this.#batch = batch;
    this.#leaseMs = leaseMs;
    this.facts = new Facts(leaseMs);
  }

  /** Somebody waits for an answer of Redis. */
  get waiting(): boolean {
    return this.#waiting.size > 0;
  }

  /** When the next question is due. */
  get asksAt(): number {
    let at = Number.POSITIVE_INFINITY;
    for (const { askAt } of this.#waiting) at = Math.min(at, askAt);
    return at;
  }

  laneOf(wanted: readonly Wanted[], nowAt: number): Lane {
    const id = laneIdOf(wanted);
    const known = this.#lanes.get(id);
    if (known) return known;
    if (this.#lanes.size >= keptLanes) this.#forgetIdle();
    const shares = toShares(wanted);
    const lane: Lane = { id, shares, ready: [], flying: [], wanted: 0, askAt: 0, usedAt: nowAt };
    this.#lanes.set(id, lane);
    this.longestWindowMs = Math.max(this.longestWindowMs, longestWindowOf(lane));
    return lane;
  }

  /** A unit that was granted, or the wish for `waiting` of them. */
  takeReady(lane: Lane, waiting: number): boolean {
    const unit = lane.ready.shift();
    if (unit) lane.flying.push(unit);
    // The next ones are fetched ahead, before the last is gone.
    const low = this.#batch > 1 && lane.ready.length < this.#batch / 2;
    if (!unit || (low && lane.wanted === 0)) this.want(lane, unit ? 0 : waiting);
    return unit !== undefined;
  }

  /** Nobody is there to be asked. */
  stopWaiting(): void {
    for (const lane of this.#waiting) lane.wanted = 0;
    this.#waiting.clear();
  }

  want(lane: Lane, count: number): void {
    lane.wanted = count;
    // Who asks last stands last: callers ask in order of priority.
    this.#waiting.delete(lane);
    this.#waiting.add(lane);
  }

  /** A unit that nobody granted: taken alone. */
  takeAlone(lane: Lane, nowAt: number): void {
    const unit = this.#unit(lane, this.#tokens, nowAt, false);
    this.#tokens += 1;
    lane.flying.push(unit);
    this.facts.tell('held', unit, nowAt);
  }

  /** Everybody who waits asks again, in order; nobody while there is much to be told first. */
  asks(): Ask[] {
    if (this.facts.size > mostFacts) return [];
    const asks: Ask[] = [];
    for (const lane of this.#waiting) {
      const ahead = Math.max(lane.wanted, this.#batch > 1 ? this.#batch - lane.ready.length : 0);
      const count = Math.min(ahead, Math.max(mostAsked, this.#batch));
      asks.push({ lane, first: this.#tokens, count });
      this.#tokens += count;
      lane.wanted = 0;
      this.#stocked.add(lane);
    }
    this.#waiting.clear();
    return asks;
  }

  /** Redis granted `count` units of what was asked. */
  granted({ lane, first }: Ask, count: number, nowAt: number): void {
    for (let at = 0; at < count; at += 1) lane.ready.push(this.#unit(lane, first + at, nowAt, true));
  }

  /** Nobody knows whether Redis granted it: it is to be taken back. */
  disown({ lane, first, count }: Ask, nowAt: number): void {
    for (let at = 0; at < count; at += 1)
      this.facts.tell('freed', this.#unit(lane, first + at, nowAt, true), nowAt);
  }

  /** Gives back what was granted and not used, but for what is kept ahead. */
  release(nowAt: number, all = false): void {
    for (const lane of this.#stocked) {
      const keep = all || this.#batch === 1 || lane.usedAt < nowAt - keepMs ? 0 : this.#batch;
      while (lane.ready.length > keep) {
        const unit = lane.ready.pop();
        if (unit) this.facts.tell('freed', unit, nowAt);
      }
      if (lane.ready.length === 0) this.#stocked.delete(lane);
    }
  }

  /** Leases of requests that take long. `all`: Redis lost its memory, it has to hear of every one. */
  renew(nowAt: number, all = false): void {
    if (!all && nowAt < this.#renewedAt + renewEveryMs) return;
    this.#renewedAt = nowAt;
    for (const lane of this.#lanes.values()) {
      for (const unit of lane.flying) {
        if (!all && unit.leasedAt > nowAt - this.#leaseMs / 2) break;
        unit.leasedAt = nowAt;
        this.facts.tell('held', unit, nowAt);
      }
    }
  }

  #unit(lane: Lane, number: number, nowAt: number, known: boolean): Unit {
    return { token: `${this.#id}.${number}`, lane, known, leasedAt: nowAt };
  }

  #forgetIdle(): void {
    for (const [id, { ready, flying, wanted }] of this.#lanes) {
      if (ready.length === 0 && flying.length === 0 && wanted === 0) this.#lanes.delete(id);
    }
  }
}
