// One command at a time, for exchanges whose replies do not say which command they are to.
import { type DeferredPromise, deferred } from './deferred.ts';

/** Held by one at a time, in the order of asking. */
export class SerialLock {
  #holder: object | undefined;
  readonly #queue = new Map<object, DeferredPromise>();

  isHeldBy(owner: object): boolean {
    return this.#holder === owner;
  }

  /** Resolves when `owner` holds it, or released its place in the queue. */
  acquire(owner: object): Promise<void> {
    this.#holder ??= owner;
    if (this.#holder === owner) return Promise.resolve();
    const waiting = this.#queue.get(owner) ?? deferred();
    this.#queue.set(owner, waiting);
    return waiting.promise;
  }

  /** Gives the lock to the next in the queue, or the owner's place in the queue up. */
  release(owner: object): void {
    this.#queue.get(owner)?.resolve();
    this.#queue.delete(owner);
    if (this.#holder !== owner) return;
    const [next] = this.#queue;
    this.#holder = next?.[0];
    if (!next) return;
    this.#queue.delete(next[0]);
    next[1].resolve();
  }
}

/**
 * One call's hold of the lock: from its turn until it is over and no reply to it can come any more, since that would be
 * taken for the next command's. Without a lock every call has its turn at once.
 */
export class Turn {
  readonly #lock: SerialLock | undefined;
  /** Number of copies whose reply may still come. */
  #owed = 0;
  #isEnded = false;
  #isLeaving = false;
  #free: DeferredPromise | undefined;

  constructor(lock: SerialLock | undefined) {
    this.#lock = lock;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** @param mayRepeat whether a reply to an earlier copy is as good as one to the next. */
  isMine(mayRepeat: boolean): boolean {
    if (!this.#lock) return true;
    return this.#lock.isHeldBy(this) && (mayRepeat || this.#owed === 0);
  }

  /** Resolves when `isMine` is worth another look. */
  take(): Promise<void> {
    this.#isLeaving = false;
    if (!this.#lock?.isHeldBy(this) || this.#owed === 0)
      return this.#lock?.acquire(this) ?? Promise.resolve();
    this.#free ??= deferred();
    return this.#free.promise;
  }

  /** Releases the lock as soon as no reply to this call can come any more. */
  yield(): void {
    this.#isLeaving = true;
    if (this.#owed === 0) this.#lock?.release(this);
  }

  /** To be called before each copy is written. */
  addCopy(): void {
    this.#owed += 1;
  }

  /** To be called once for each copy, when no reply to it can come any more. */
  endCopy(): void {
    this.#owed -= 1;
    if (this.#owed > 0) return;
    if (this.#isLeaving) this.#lock?.release(this);
    this.#free?.resolve();
    this.#free = undefined;
  }

  /** To be called when the call is over. */
  end(): void {
    this.#isEnded = true;
    this.#free?.resolve();
    this.#free = undefined;
    this.yield();
  }
}
