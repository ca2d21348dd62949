/** How long a larger number of processes is remembered: one that restarts is not gone. */
const memoryMs = 60_000;
/** Others may be starting just as we are. */
const startingMs = 10_000;
/** Company assumed while nobody was ever seen. */
const unseen = 4;

/**
 * How many processes share the limits, for when Redis cannot be asked. Rather too many than too few: the most seen
 * within the last minute, two at least while we are young, four when Redis was never there.
 */
export class Company {
  readonly #configured: number | undefined;
  #firstAt: number | undefined;
  #seen: { readonly count: number; readonly at: number }[] = [];

  /** `share`: of the capacity, from the user. */
  constructor(share: number | undefined) {
    this.#configured = share;
  }

  saw(count: number, nowAt: number): void {
    this.#firstAt ??= nowAt;
    // Whoever is smaller and older cannot be the most seen again.
    while ((this.#seen.at(-1)?.count ?? Number.POSITIVE_INFINITY) <= count) this.#seen.pop();
    this.#seen.push({ count, at: nowAt });
    while (this.#seen.length > 1 && (this.#seen[0]?.at ?? nowAt) < nowAt - memoryMs) this.#seen.shift();
  }

  /** Our part of every capacity, above 0 and at most 1. */
  share(nowAt: number): number {
    if (this.#configured !== undefined) return this.#configured;
    if (this.#firstAt === undefined) return 1 / unseen;
    const count = this.#seen[0]?.count ?? 1;
    return 1 / (nowAt - this.#firstAt < startingMs ? Math.max(2, count) : count);
  }
}
