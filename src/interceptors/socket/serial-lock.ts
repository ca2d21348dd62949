interface LockWaiter {
  readonly promise: Promise<void>;
  readonly go: () => void;
}

/** One at a time, in the order of asking: for exchanges whose replies do not say which command they are to. */
export class SerialLock {
  #holder: object | undefined;
  readonly #queue = new Map<object, LockWaiter>();

  holds(who: object): boolean {
    return this.#holder === who;
  }

  /** Resolves when `who` holds it, or left meanwhile. */
  take(who: object): Promise<void> {
    this.#holder ??= who;
    if (this.#holder === who) return Promise.resolve();
    const waiting = this.#queue.get(who) ?? newPlace();
    this.#queue.set(who, waiting);
    return waiting.promise;
  }

  /** Gives the lock, or the place in the queue, to the next. */
  leave(who: object): void {
    this.#queue.get(who)?.go();
    this.#queue.delete(who);
    if (this.#holder !== who) return;
    const [next] = this.#queue;
    this.#holder = next?.[0];
    if (!next) return;
    this.#queue.delete(next[0]);
    next[1].go();
  }
}

function newPlace(): LockWaiter {
  let go = (): void => {};
  const promise = new Promise<void>((resolve) => {
    go = resolve;
  });
  return { promise, go };
}

/**
 * What one call holds of the lock: while it is under way, and as long as a reply to it may still come, which the command
 * after it would be given. Without a lock everybody has a turn.
 */
export class Turn {
  readonly #lock: SerialLock | undefined;
  /** Copies whose reply may still come. */
  #owed = 0;
  #isEnded = false;
  #isLeaving = false;
  #onFree: (() => void) | undefined;

  constructor(lock: SerialLock | undefined) {
    this.#lock = lock;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** @param mayRepeat whether a reply to an earlier copy is as good as one to the next. */
  isMine(mayRepeat: boolean): boolean {
    if (!this.#lock) return true;
    return this.#lock.holds(this) && (mayRepeat || this.#owed === 0);
  }

  /** Resolves when it is worth asking `isMine` again. */
  take(): Promise<void> {
    this.#isLeaving = false;
    if (!this.#lock?.holds(this) || this.#owed === 0) return this.#lock?.take(this) ?? Promise.resolve();
    return new Promise((resolve) => {
      this.#onFree = resolve;
    });
  }

  /** Lets others go first, as soon as no reply to it can come any more. */
  yield(): void {
    this.#isLeaving = true;
    if (this.#owed === 0) this.#lock?.leave(this);
  }

  sent(): void {
    this.#owed += 1;
  }

  /** No reply to one of its copies can come any more. */
  free(): void {
    this.#owed -= 1;
    if (this.#owed > 0) return;
    if (this.#isLeaving) this.#lock?.leave(this);
    this.#onFree?.();
  }

  /** The call is over, whatever still comes. */
  end(): void {
    this.#isEnded = true;
    this.#onFree?.();
    this.yield();
  }
}
