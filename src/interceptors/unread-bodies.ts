// Bodies that are handed on unread, and still end when their caller's signal aborts, as without us.
import type { Abortable } from '../transport/abortable.ts';

/** What one signal aborts, by the one listener that it has of us. */
interface AbortTargets {
  readonly requests: Set<Abortable>;
  readonly onAbort: () => void;
}

/** What is known of a body that was collected: it must not keep its request in the list. */
interface CollectedBody {
  readonly signal: WeakRef<AbortSignal>;
  readonly request: Abortable;
}

/**
 * Aborts the requests of unread bodies by their callers' signals. One listener per signal: a bot may end all its downloads
 * by one, and Node takes eleven listeners for a leak.
 */
export class UnreadBodies {
  /** A signal may outlive thousands of bodies: the request of a collected one is taken off it. */
  #collected: FinalizationRegistry<CollectedBody> | undefined;
  readonly #targets = new WeakMap<AbortSignal, AbortTargets>();

  /**
   * From now on an abort of `signal` ends `request`.
   * @param body the object that its reader holds; once it is collected, the request is forgotten
   */
  abortBy(signal: AbortSignal | undefined, body: unknown, request: Abortable): void {
    if (!signal || typeof body !== 'object' || body === null) return;
    // Aborted between the answer's head and here: no event comes any more.
    if (signal.aborted) {
      request.abort(signal.reason);
      return;
    }
    this.#add(signal, request);
    this.#collected ??= new FinalizationRegistry((collected) => this.#forget(collected));
    this.#collected.register(body, { signal: new WeakRef(signal), request });
  }

  #forget({ signal, request }: CollectedBody): void {
    const alive = signal.deref();
    if (alive) this.#remove(alive, request);
  }

  #add(signal: AbortSignal, request: Abortable): void {
    const known = this.#targets.get(signal);
    if (known) {
      known.requests.add(request);
      return;
    }
    const requests = new Set([request]);
    const onAbort = (): void => {
      for (const one of requests) one.abort(signal.reason);
    };
    this.#targets.set(signal, { requests, onAbort });
    signal.addEventListener('abort', onAbort, { once: true });
  }

  #remove(signal: AbortSignal, request: Abortable): void {
    const known = this.#targets.get(signal);
    if (!known?.requests.delete(request) || known.requests.size > 0) return;
    this.#targets.delete(signal);
    signal.removeEventListener('abort', known.onAbort);
  }
}
