/** More make a listener dearer to add, fewer the signal. */
const size = 32;

/** One request's part in a signal that it shares. */
export class Seat {
  readonly #group: Group;
  #isTaken = true;

  constructor(group: Group) {
    this.#group = group;
  }

  get signal(): AbortSignal {
    return this.#group.signal;
  }

  /** The request ended. */
  leave(isDropped = false): void {
    if (this.#isTaken) this.#group.left(isDropped);
    this.#isTaken = false;
  }

  /** Nobody waits for the request any more: it ends with the last of its neighbours. */
  abort(): void {
    this.leave(true);
  }
}

/** One signal, aborted when all who still fly by it were dropped. */
class Group {
  readonly #controller = new AbortController();
  #free = size;
  #flying = 0;
  #hasDropped = false;

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Nobody joins those who are to be dropped, which would keep their sockets longer. */
  get isOpen(): boolean {
    return this.#free > 0 && !this.#hasDropped;
  }

  join(): Seat {
    this.#free -= 1;
    this.#flying += 1;
    return new Seat(this);
  }

  left(isDropped: boolean): void {
    this.#flying -= 1;
    this.#hasDropped ||= isDropped;
    if (this.#hasDropped && this.#flying === 0) this.#controller.abort();
  }
}

/**
 * Signals for requests whose caller brought none, each shared by those in a row: a fetch takes longer with a signal of its
 * own than with all else that we do.
 */
export class SignalGroups {
  #group = new Group();

  take(): Seat {
    if (!this.#group.isOpen) this.#group = new Group();
    return this.#group.join();
  }
}
