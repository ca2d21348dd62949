// What a request in flight is aborted by.
type AbortListener = (this: LightSignal, event: { readonly type: 'abort' }) => unknown;

/**
 * As much of an `AbortSignal` as axios asks of one (its own `GenericAbortSignal`): a real one costs more than all that a
 * gateway does for a call that needs nothing.
 */
export class LightSignal {
  aborted = false;
  reason: unknown;
  #listener: AbortListener | undefined;
  #more: Set<AbortListener> | undefined;

  addEventListener(_type: 'abort', listener: AbortListener): void {
    if (!this.#listener) this.#listener = listener;
    else {
      this.#more ??= new Set();
      this.#more.add(listener);
    }
  }

  removeEventListener(_type: 'abort', listener: AbortListener): void {
    if (this.#listener === listener) this.#listener = undefined;
    this.#more?.delete(listener);
  }

  abort(reason: unknown): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    for (const listener of [this.#listener, ...(this.#more ?? [])]) listener?.call(this, { type: 'abort' });
  }
}

/** What an abort also calls, beside the signals. */
export interface Dropped {
  abort(reason?: unknown): void;
  /** The gateway closes: the socket is given up, whatever else uses it. */
  end?(): void;
}

/**
 * A request that can be aborted: by a signal, which is made when the client asks for it, or the client's own way. An abort
 * that comes before the client asks is not lost.
 */
export class Abortable {
  #controller: AbortController | undefined;
  #light: LightSignal | undefined;
  #other: Dropped | undefined;
  #aborted: { readonly reason: unknown } | undefined;

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.#aborted) this.#controller.abort(this.#aborted.reason);
    }
    return this.#controller.signal;
  }

  get light(): LightSignal {
    if (!this.#light) {
      this.#light = new LightSignal();
      if (this.#aborted) this.#light.abort(this.#aborted.reason);
    }
    return this.#light;
  }

  /** Calls this as well. */
  drops(other: Dropped): void {
    this.#other = other;
    if (this.#aborted) other.abort(this.#aborted.reason);
  }

  abort(reason?: unknown): void {
    if (this.#aborted) return;
    this.#aborted = { reason };
    this.#controller?.abort(reason);
    this.#light?.abort(reason);
    this.#other?.abort(reason);
  }

  /** For good, whatever the client did with the abort. */
  end(): void {
    this.abort();
    this.#other?.end?.();
  }
}
