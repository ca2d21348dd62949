// The signals and cancel tokens that callers give to axios, as signals of this realm.
import type { InternalAxiosRequestConfig } from 'axios';

/** What axios asks of a signal, of any origin: a polyfill's, another realm's, a class of the caller's. */
interface GenericSignal {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
}

/** What the older `cancelToken` has. */
interface GenericToken {
  readonly promise: PromiseLike<unknown>;
  readonly reason?: unknown;
}

/**
 * Makes one signal for each object that callers abort by: a bot may end all its calls by one, and every listener that is
 * added to it stays.
 */
export class CallerSignals {
  readonly #known = new WeakMap<object, AbortSignal>();

  /** What aborts a call with this config, by signal, token or both; undefined where it brings neither. */
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

  #ofToken(token: GenericToken): AbortSignal {
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

function isSignal(signal: unknown): signal is GenericSignal {
  return (
    typeof signal === 'object' &&
    signal !== null &&
    'aborted' in signal &&
    'addEventListener' in signal &&
    typeof signal.addEventListener === 'function'
  );
}
