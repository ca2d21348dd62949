import type { Abortable } from '../transport/abortable.ts';

interface Followers {
  readonly requests: Set<Abortable>;
  readonly onAbort: () => void;
}

/** A body whose reader is gone, and whom it followed. */
interface Followed {
  readonly signal: WeakRef<AbortSignal>;
  readonly request: Abortable;
}

/**
 * Bodies that were handed on unread, and still end by their caller's signal, as without us. One listener per signal: a bot
 * may end all its downloads by one, and Node takes eleven listeners for a leak.
 */
export class Streams {
  /** A signal may outlive thousands of bodies: whoever is gone is taken off it. */
  readonly #gone = new FinalizationRegistry<Followed>(({ signal, request }) => {
    const followed = signal.deref();
    if (followed) this.#leave(followed, request);
  });
  readonly #followers = new WeakMap<AbortSignal, Followers>();

  /** `body`: whatever object the reader has to hold. */
  follow(signal: AbortSignal | undefined, body: unknown, request: Abortable): void {
    if (!signal || typeof body !== 'object' || body === null) return;
    // Aborted between the answer's head and here: no event comes any more.
    if (signal.aborted) {
      request.abort(signal.reason);
      return;
    }
    this.#join(signal, request);
    this.#gone.register(body, { signal: new WeakRef(signal), request });
  }

  #join(signal: AbortSignal, request: Abortable): void {
    const known = this.#followers.get(signal);
    if (known) {
      known.requests.add(request);
      return;
    }
    const requests = new Set([request]);
    const onAbort = (): void => {
      for (const one of requests) one.abort(signal.reason);
    };
    this.#followers.set(signal, { requests, onAbort });
    signal.addEventListener('abort', onAbort, { once: true });
  }

  #leave(signal: AbortSignal, request: Abortable): void {
    const known = this.#followers.get(signal);
    if (!known?.requests.delete(request) || known.requests.size > 0) return;
    this.#followers.delete(signal);
    signal.removeEventListener('abort', known.onAbort);
  }
}
