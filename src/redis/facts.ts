import { longestWindowOf, type Unit } from './lane.ts';
import type { Fact } from './turn.ts';

/** Told in one trip. */
export const mostFacts = 500;

/** What Redis has not been told yet, by token: the last word about a unit replaces what was to be said before. */
export class Facts {
  readonly #leaseMs: number;
  readonly #facts = new Map<string, Fact>();

  constructor(leaseMs: number) {
    this.#leaseMs = leaseMs;
  }

  get size(): number {
    return this.#facts.size;
  }

  /** Since when something is to be told. */
  get since(): number {
    for (const { at } of this.#facts.values()) return at;
    return Number.POSITIVE_INFINITY;
  }

  tell(kind: Fact['kind'], unit: Unit, nowAt: number): void {
    if (kind === 'freed' && !unit.known) this.#facts.delete(unit.token);
    else this.#facts.set(unit.token, { kind, unit, at: nowAt });
  }

  /** What to tell now. From here on Redis may know of these units, whether or not its answer arrives. */
  next(nowAt: number): Fact[] {
    this.#prune(nowAt);
    const facts: Fact[] = [];
    for (const fact of this.#facts.values()) {
      fact.unit.known = true;
      if (facts.push(fact) === mostFacts) break;
    }
    return facts;
  }

  told(facts: readonly Fact[]): void {
    for (const fact of facts) {
      if (this.#facts.get(fact.unit.token) === fact) this.#facts.delete(fact.unit.token);
    }
  }

  /** What no longer matters need not be told, so that the memory stays bounded while Redis is away. */
  #prune(nowAt: number): void {
    for (const [token, { kind, unit, at }] of this.#facts) {
      const mattersMs = longestWindowOf(unit.lane) + (unit.known ? this.#leaseMs : 0);
      if (kind !== 'held' && at < nowAt - mattersMs) this.#facts.delete(token);
    }
  }
}
