/** More make a listener dearer to add, fewer the signal. */
const size = 32;

/** Requests that share a signal, which is aborted when all that still fly were dropped. */
interface Group {
  readonly controller: AbortController;
  free: number;
  flying: number;
  hasDropped: boolean;
}

/** One request's part in it. */
export class PooledSignal {
  readonly signal: AbortSignal;
  readonly #controller: AbortController;
  #group: Group | undefined;

  constructor(group: Group) {
    group.free -= 1;
    group.flying += 1;
    this.#group = group;
    this.#controller = group.controller;
    this.signal = group.controller.signal;
  }

  /** The request ended, or nobody waits for it any more: then it ends with the last of its neighbours. */
  leave(isDropped = false): void {
    const group = this.#group;
    if (!group) return;
    this.#group = undefined;
    group.flying -= 1;
    group.hasDropped ||= isDropped;
    if (group.hasDropped && group.flying === 0) group.controller.abort();
  }

  abort(): void {
    this.leave(true);
  }

  /** Its caller reads on as long as it pleases: the group counts it to the end, and nobody else shall depend on that. */
  keep(): void {
    if (this.#group) this.#group.free = 0;
    this.#group = undefined;
  }

  /** The gateway is closed, and this was dropped: neither a neighbour nor who reads on beside it keeps its socket. */
  end(): void {
    this.#controller.abort();
  }
}

/**
 * Signals for requests whose caller brought none, each shared by those in a row: a fetch takes longer with a signal of its
 * own than with all else that we do.
 */
export class SignalPool {
  #group: Group | undefined;

  take(): PooledSignal {
    // Nobody joins those who are to be dropped, which would keep their sockets longer.
    if (!this.#group?.free || this.#group.hasDropped) {
      this.#group = { controller: new AbortController(), free: size, flying: 0, hasDropped: false };
    }
    return new PooledSignal(this.#group);
  }
}
