import type { InternalAxiosRequestConfig } from 'axios';

/** What axios asks of a signal, whoever made it: a polyfill, another realm's, a class of the caller's. */
interface AnySignal {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
}

/** What the older `cancelToken` has. */
interface AnyToken {
  readonly promise: PromiseLike<unknown>;
  readonly reason?: unknown;
}

/**
 * The callers' signals and cancel tokens as signals of this realm. One for each, since a bot may end all its calls by one
 * object, and every listener that is added to it stays.
 */
export class CallerSignals {
  readonly #known = new WeakMap<object, AbortSignal>();

  of({ signal, cancelToken }: InternalAxiosRequestConfig): AbortSignal | undefined {
    const own = signal ? this.#ofSignal(signal) : undefined;
    if (!cancelToken) return own;
    const ofToken = this.#ofToken(cancelToken);
    return own ? AbortSignal.any([own, ofToken]) : ofToken;
  }

  #ofSignal(signal: unknown): AbortSignal | undefined {
    if (signal instanceof AbortSignal) return signal;
    if (!isSignal(signal)) return undefined;
    return this.#make(signal, (controller) => {
      const abort = (): void => controller.abort(signal.reason);
      if (signal.aborted) abort();
      else signal.addEventListener('abort', abort);
    });
  }

  #ofToken(token: AnyToken): AbortSignal {
    return this.#make(token, (controller) => {
      if (token.reason) controller.abort(token.reason);
      else void token.promise.then((reason) => controller.abort(reason));
    });
  }

  #make(source: object, follow: (controller: AbortController) => void): AbortSignal {
    const known = this.#known.get(source);
    if (known) return known;
    const controller = new AbortController();
    this.#known.set(source, controller.signal);
    follow(controller);
    return controller.signal;
  }
}

function isSignal(signal: unknown): signal is AnySignal {
  return (
    typeof signal === 'object' &&
    signal !== null &&
    'aborted' in signal &&
    'addEventListener' in signal &&
    typeof signal.addEventListener === 'function'
  );
}
