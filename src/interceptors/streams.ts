import type { Abortable } from '../transport/abortable.ts';

/** Bodies that were handed on unread, and still end by their caller's signal, as without us. */
export class Streams {
  /** A signal may outlive thousands of bodies: whoever is gone is taken off it. */
  readonly #gone = new FinalizationRegistry<() => void>((unfollow) => unfollow());

  /** `body`: whatever object the reader has to hold. */
  follow(signal: AbortSignal | undefined, body: unknown, request: Abortable): void {
    if (!signal || typeof body !== 'object' || body === null) return;
    const abort = (): void => request.abort(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    this.#gone.register(body, () => signal.removeEventListener('abort', abort));
  }
}
