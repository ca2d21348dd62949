// What Redis has not been told yet about permits.
import { longestWindowOf, type PooledPermit } from './pooled-permit.ts';
import type { PermitReport } from './sync-message.ts';

/** Reports in one trip. */
export const mostReports = 500;

/** By token: the last report of a permit replaces one that is not sent yet. */
export class Outbox {
  readonly #leaseMs: number;
  readonly #reports = new Map<string, PermitReport>();

  constructor(leaseMs: number) {
    this.#leaseMs = leaseMs;
  }

  get size(): number {
    return this.#reports.size;
  }

  /** Since when a report waits. */
  get since(): number {
    for (const { at } of this.#reports.values()) return at;
    return Number.POSITIVE_INFINITY;
  }

  report(kind: PermitReport['kind'], permit: PooledPermit, nowAt: number): void {
    if (kind === 'freed' && !permit.known) this.#reports.delete(permit.token);
    else this.#reports.set(permit.token, { kind, permit, at: nowAt });
  }

  /** The reports of the next message. From here on Redis may know of these permits, whether or not its answer arrives. */
  next(nowAt: number): PermitReport[] {
    this.#prune(nowAt);
    const reports: PermitReport[] = [];
    for (const report of this.#reports.values()) {
      report.permit.known = true;
      if (reports.push(report) === mostReports) break;
    }
    return reports;
  }

  /** Redis answered the message that held these reports. */
  confirm(reports: readonly PermitReport[]): void {
    for (const report of reports) {
      if (this.#reports.get(report.permit.token) === report) this.#reports.delete(report.permit.token);
    }
  }

  /** Reports that no longer matter are dropped, so that the memory stays bounded while Redis is away. */
  #prune(nowAt: number): void {
    for (const [token, { kind, permit, at }] of this.#reports) {
      const mattersMs = longestWindowOf(permit.permitClass) + (permit.known ? this.#leaseMs : 0);
      if (kind !== 'held' && at < nowAt - mattersMs) this.#reports.delete(token);
    }
  }
}
