import { longestWindowOf, type PooledPermit } from './pooled-permit.ts';
import type { PermitReport } from './sync-message.ts';

/** Told in one trip. */
export const mostReports = 500;

/** What Redis has not been told yet, by token: the last word about a permit replaces what was to be said before. */
export class Outbox {
  readonly #leaseMs: number;
  readonly #reports = new Map<string, PermitReport>();

  constructor(leaseMs: number) {
    this.#leaseMs = leaseMs;
  }

  get size(): number {
    return this.#reports.size;
  }

  /** Since when something is to be told. */
  get since(): number {
    for (const { at } of this.#reports.values()) return at;
    return Number.POSITIVE_INFINITY;
  }

  tell(kind: PermitReport['kind'], permit: PooledPermit, nowAt: number): void {
    if (kind === 'freed' && !permit.known) this.#reports.delete(permit.token);
    else this.#reports.set(permit.token, { kind, permit, at: nowAt });
  }

  /** What to tell now. From here on Redis may know of these permits, whether or not its answer arrives. */
  next(nowAt: number): PermitReport[] {
    this.#prune(nowAt);
    const reports: PermitReport[] = [];
    for (const report of this.#reports.values()) {
      report.permit.known = true;
      if (reports.push(report) === mostReports) break;
    }
    return reports;
  }

  told(reports: readonly PermitReport[]): void {
    for (const report of reports) {
      if (this.#reports.get(report.permit.token) === report) this.#reports.delete(report.permit.token);
    }
  }

  /** What no longer matters need not be told, so that the memory stays bounded while Redis is away. */
  #prune(nowAt: number): void {
    for (const [token, { kind, permit, at }] of this.#reports) {
      const mattersMs = longestWindowOf(permit.permitClass) + (permit.known ? this.#leaseMs : 0);
      if (kind !== 'held' && at < nowAt - mattersMs) this.#reports.delete(token);
    }
  }
}
