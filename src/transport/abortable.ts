type Listener = (this: LightSignal, event: { readonly type: 'abort' }) => unknown;

/**
 * As much of an `AbortSignal` as axios asks of one (its own `GenericAbortSignal`): a real one costs more than all that a
 * gateway does for a call that needs nothing.
 */
export class LightSignal {
  aborted = false;
  reason: unknown;
  #listener: Listener | undefined;
  #more: Set<Listener> | undefined;

  addEventListener(_type: 'abort', listener: Listener): void {
    if (!this.#listener) this.#listener = listener;
    else {
      this.#more ??= new Set();
      this.#more.add(listener);
    }
  }

  removeEventListener(_type: 'abort', listener: Listener): void {
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

/** Something that its client can be told to drop: by a signal, made when the client asks for it, or its own way. */
export class Abortable {
  #controller: AbortController | undefined;
  #light: LightSignal | undefined;
  #other: { abort(reason?: unknown): void } | undefined;

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  get light(): LightSignal {
    this.#light ??= new LightSignal();
    return this.#light;
  }

  /** Tells this as well. */
  drops(other: { abort(reason?: unknown): void }): void {
    this.#other = other;
  }

  abort(reason?: unknown): void {
    this.#controller?.abort(reason);
    this.#light?.abort(reason);
    this.#other?.abort(reason);
  }
}
