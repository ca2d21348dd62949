// What Redis has not been told yet about permits.
import { longestWindowOf, type PooledPermit, shortestWindowOf } from './pooled-permit.ts';
import type { PermitReport } from './sync-message.ts';

/** Reports in one trip. */
export const mostReports = 500;
/** A report may wait so long for others to go along. */
const tellWithinMs = 25;
/** Units return a window after the answer: that may be told within such a part of it, and the longest of these waits. */
const partOfWindow = 1 / 4;
const longestWaitMs = 250;

/** By token: the last report of a permit replaces one that is not sent yet. */
export class Outbox {
  readonly #leaseMs: number;
  readonly #reports = new Map<string, PermitReport>();
  #dueAt = Number.POSITIVE_INFINITY;

  constructor(leaseMs: number) {
    this.#leaseMs = leaseMs;
  }

  get size(): number {
    return this.#reports.size;
  }

  /** When the next message is to leave; infinite while nothing is to be told. */
  get dueAt(): number {
    return this.#reports.size === 0 ? Number.POSITIVE_INFINITY : this.#dueAt;
  }

  report(kind: PermitReport['kind'], permit: PooledPermit, nowAt: number): void {
    if (kind === 'freed' && !permit.known) this.#reports.delete(permit.token);
    else this.#add({ kind, permit, at: nowAt });
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
    this.#dueAt = Number.POSITIVE_INFINITY;
    for (const report of this.#reports.values()) this.#dueAt = Math.min(this.#dueAt, dueAtOf(report));
  }

  #add(report: PermitReport): void {
    this.#reports.set(report.permit.token, report);
    this.#dueAt = Math.min(this.#dueAt, dueAtOf(report));
  }

  /** Reports that no longer matter are dropped, so that the memory stays bounded while Redis is away. */
  #prune(nowAt: number): void {
    for (const [token, { kind, permit, at }] of this.#reports) {
      const mattersMs = longestWindowOf(permit.permitClass) + (permit.known ? this.#leaseMs : 0);
      if (kind !== 'held' && at < nowAt - mattersMs) this.#reports.delete(token);
    }
  }
}

function dueAtOf({ kind, permit, at }: PermitReport): number {
  const restMs = kind === 'answered' ? shortestWindowOf(permit.permitClass) * partOfWindow : 0;
  return at + Math.min(longestWaitMs, Math.max(tellWithinMs, restMs));
}
