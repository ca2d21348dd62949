// A call that waits for its permit: what the queue knows of it, and what its owner gets.
import type { CallQueue } from './call-queue.ts';
import type { Charge } from './charge.ts';
import { Permit, type PermitIssuer, type QueuePlace, type TooLate } from './permit.ts';
import { type CallOwner, levelOf, type QueuedCall } from './queued-call.ts';

/** Whoever waits. */
export interface Waiter {
  /** It needs no permit any more, and leaves soon. */
  readonly isEnding: boolean;
}

export interface WaitingCallSettings extends Pick<QueuedCall, 'charges' | 'priority' | 'lastAt'> {
  readonly owner: CallOwner;
  readonly issuer: PermitIssuer;
  readonly queue: CallQueue;
  readonly waiter: Waiter | undefined;
}

/** One class for all of them: a hundred thousand may wait, and each is a few objects only. */
export class WaitingCall implements QueuedCall, QueuePlace {
  readonly permit: Promise<Permit | TooLate>;
  readonly owner: CallOwner;
  readonly priority: number;
  readonly level: number;
  readonly charges: readonly Charge[];
  readonly lastAt: number;
  order = 0;
  agesAt: number = Number.POSITIVE_INFINITY;
  gone = false;
  readonly #issuer: PermitIssuer;
  readonly #queue: CallQueue;
  readonly #waiter: Waiter | undefined;
  #resolve: ((end: Permit | TooLate) => void) | undefined;
  #reject: ((error: Error) => void) | undefined;
  #granted: Permit | undefined;

  constructor({ owner, issuer, queue, waiter, charges, priority, lastAt }: WaitingCallSettings) {
    this.owner = owner;
    this.priority = priority;
    this.level = levelOf(priority);
    this.charges = charges;
    this.lastAt = lastAt;
    this.#issuer = issuer;
    this.#queue = queue;
    this.#waiter = waiter;
    this.permit = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    owner.queued += 1;
  }

  get isEnding(): boolean {
    return this.#waiter?.isEnding === true;
  }

  go(): void {
    this.#granted = new Permit(this.#issuer, this.charges, this.#issuer.now());
    this.#end(this.#granted);
  }

  refuse(opensAt: number): void {
    this.#end({ opensAt });
  }

  leave(error?: Error): void {
    this.#queue.leave(this);
    if (error) this.#reject?.(error);
    this.#end(undefined);
    this.#granted?.release('unsent');
  }

  #end(result: Permit | TooLate | undefined): void {
    if (!this.#resolve) return;
    this.owner.queued -= 1;
    if (result) this.#resolve(result);
    this.#resolve = undefined;
  }
}
