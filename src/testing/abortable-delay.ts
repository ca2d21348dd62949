// Waits as an answer is held back, and ends when its client aborts.

/** An `AbortSignal`, or what axios calls one. */
export interface ClientSignal {
  readonly aborted: boolean;
  readonly reason?: unknown;
  readonly addEventListener?: ((type: 'abort', listener: () => void) => unknown) | undefined;
  readonly removeEventListener?: ((type: 'abort', listener: () => void) => unknown) | undefined;
}

/**
 * Waits as an answer is held back; without a wait no timer is made and no turn of the event loop taken, so that a clock that
 * stands still holds nothing up.
 *
 * @param delayMs in milliseconds; the timer is looked up at each call, so that fake ones work.
 * @param ends rejects with what the client says of an abort.
 */
export function abortableDelay(
  delayMs: number,
  signals: readonly ClientSignal[],
  ends: () => unknown,
): Promise<void> {
  if (signals.some(({ aborted }) => aborted)) return Promise.reject(ends());
  if (delayMs <= 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const done = (settle: () => void): void => {
      clearTimeout(timer);
      for (const forget of listened) forget();
      settle();
    };
    const abort = (): void => done(() => reject(ends()));
    const timer = setTimeout(() => done(resolve), delayMs);
    const listened = signals.map((signal) => onAbort(signal, abort));
  });
}

interface SharedListener {
  readonly told: Set<() => void>;
  readonly tell: () => void;
}

/** One listener per signal, however many requests share it: Node warns of the eleventh. */
const listeners = new WeakMap<ClientSignal, SharedListener>();

/** @returns what ends it */
function onAbort(signal: ClientSignal, abort: () => void): () => void {
  const known = listeners.get(signal);
  const { told, tell } = known ?? sharedListener();
  if (!known) {
    listeners.set(signal, { told, tell });
    signal.addEventListener?.('abort', tell);
  }
  told.add(abort);
  return () => {
    told.delete(abort);
    if (told.size > 0) return;
    listeners.delete(signal);
    signal.removeEventListener?.('abort', tell);
  };
}

function sharedListener(): SharedListener {
  const told = new Set<() => void>();
  const tell = (): void => {
    for (const abort of [...told]) abort();
  };
  return { told, tell };
}
