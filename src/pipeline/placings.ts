// Placings under way, and which of them are for one and the same order.
import { isSameMarket } from '../policies/unknown-ids.ts';
import type { Ended } from './act.ts';
import type { Job } from './job.ts';
import { placedBy } from './order-of.ts';
import type { Parts } from './parts.ts';

type Waiting = (ended: Ended | undefined) => void;

/** Ids are read only while two or more are under way. */
export class Placings {
  readonly #jobs = new Map<Job, Waiting[] | undefined>();
  readonly #byId = new Map<string, Job[]>();
  readonly #unread = new Set<Job>();

  get size(): number {
    return this.#jobs.size;
  }

  [Symbol.iterator](): IterableIterator<Job> {
    return this.#jobs.keys();
  }

  add(job: Job): void {
    this.#jobs.set(job, undefined);
    this.#unread.add(job);
  }

  /** An earlier placing that is under way with one of this one's client order ids. */
  twinOf(parts: Parts, job: Job): Job | undefined {
    if (this.#jobs.size < 2) return undefined;
    for (const unread of this.#unread) {
      for (const { clientOrderId } of placedBy(parts, unread)) this.#index(clientOrderId, unread);
    }
    this.#unread.clear();
    for (const { clientOrderId, market } of placedBy(parts, job)) {
      const twin = this.#byId
        .get(clientOrderId)
        ?.find((other) => other.id < job.id && names(parts, other, clientOrderId, market));
      if (twin) return twin;
    }
    return undefined;
  }

  /** Resolves with how it ended. */
  whenEnded(job: Job): Promise<Ended | undefined> {
    if (!this.#jobs.has(job)) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.#jobs.set(job, [...(this.#jobs.get(job) ?? []), resolve]);
    });
  }

  /** @returns whether it was one */
  end(parts: Parts, job: Job, ended: Ended | undefined): boolean {
    if (!this.#jobs.has(job)) return false;
    const waiting = this.#jobs.get(job);
    this.#jobs.delete(job);
    if (!this.#unread.delete(job)) {
      for (const { clientOrderId } of placedBy(parts, job)) this.#forget(clientOrderId, job);
    }
    for (const tell of waiting ?? []) tell(ended);
    return true;
  }

  #index(clientOrderId: string, job: Job): void {
    const known = this.#byId.get(clientOrderId);
    if (known) known.push(job);
    else this.#byId.set(clientOrderId, [job]);
  }

  #forget(clientOrderId: string, job: Job): void {
    const left = this.#byId.get(clientOrderId)?.filter((other) => other !== job) ?? [];
    if (left.length === 0) this.#byId.delete(clientOrderId);
    else this.#byId.set(clientOrderId, left);
  }
}

function names(parts: Parts, job: Job, clientOrderId: string, market: string | undefined): boolean {
  return placedBy(parts, job).some(
    (placed) => placed.clientOrderId === clientOrderId && isSameMarket(placed.market, market),
  );
}
