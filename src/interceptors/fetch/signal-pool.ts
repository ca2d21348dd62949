// Signals for requests whose callers brought none, shared by up to 32: a fetch takes longer with a signal of its own than with
// everything else that a gateway does for it.

/** With more requests per signal each listener is dearer to add; with fewer, more signals are made. */
const size = 32;

/** Requests that share a signal. It is aborted once one of them was dropped and none is in flight. */
interface SignalGroup {
  readonly controller: AbortController;
  /** How many more requests may join. */
  free: number;
  inFlight: number;
  hasDropped: boolean;
}

/** The signal of one request. */
export class PooledSignal {
  readonly signal: AbortSignal;
  readonly #controller: AbortController;
  #group: SignalGroup | undefined;

  constructor(group: SignalGroup) {
    group.free -= 1;
    group.inFlight += 1;
    this.#group = group;
    this.#controller = group.controller;
    this.signal = group.controller.signal;
  }

  /**
   * The request has ended, or its call has.
   * @param isDropped its call ended first: the request is aborted with the last of its group
   */
  leave(isDropped = false): void {
    const group = this.#group;
    if (!group) return;
    this.#group = undefined;
    group.inFlight -= 1;
    group.hasDropped ||= isDropped;
    if (group.hasDropped && group.inFlight === 0) group.controller.abort();
  }

  abort(): void {
    this.leave(true);
  }

  /** Its caller reads on: it counts as in flight for good, so that no other may drop it, and no request joins the group. */
  keep(): void {
    if (this.#group) this.#group.free = 0;
    this.#group = undefined;
  }

  /** The gateway is closed and this was dropped: aborts the whole group at once. */
  end(): void {
    this.#controller.abort();
  }
}

/** Gives the same signal to `size` requests in a row. */
export class SignalPool {
  #group: SignalGroup | undefined;

  take(): PooledSignal {
    // A request that joined a group with a dropped one would keep that one's socket longer.
    if (!this.#group?.free || this.#group.hasDropped) {
      this.#group = { controller: new AbortController(), free: size, inFlight: 0, hasDropped: false };
    }
    return new PooledSignal(this.#group);
  }
}
