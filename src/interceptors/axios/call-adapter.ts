// Calls an adapter so that it can be aborted. Where nothing else of a config has to change, the caller's own is changed for
// the length of the call and restored: a copy of a config costs more than all the rest of a call (test/guard/hot-path.test.ts).
import type { AxiosAdapter, AxiosResponse, InternalAxiosRequestConfig as Config } from 'axios';
import type { Abortable, LightSignal } from '../../transport/abortable.ts';
import type { Sender } from './axios-copy.ts';

/**
 * Sends by an adapter that `flight` aborts.
 * @param config the caller's own
 * @param given what the adapter gets: `config`, or an attempt's, which has its signal already
 * @param hasSignal whether the caller brought a signal
 */
export function callAdapter(
  sender: Sender,
  config: Config,
  given: Config,
  hasSignal: boolean,
  flight: Abortable,
): Promise<AxiosResponse> {
  const { adapter, isPlatform } = sender;
  const isLent = isPlatform && given === config && !failsWithSignal(sender, config, hasSignal);
  return isLent ? lendSignal(given, flight.light, adapter) : adapter(given);
}

/**
 * Whether it is the stream that axios's fetch adapter puts around the answer's for a request that has a signal: its
 * `cancel()` waits for the next piece, which may never come.
 */
export function isWrappedStream(
  sender: Sender,
  config: Config,
  hasSignal: boolean,
  data: unknown,
): data is ReadableStream<Uint8Array> {
  const isOurs = sender.isFetch && config.responseType === 'stream';
  return (
    isOurs && !failsWithSignal(sender, config, hasSignal) && data instanceof ReadableStream && !data.locked
  );
}

/** Before 1.14, axios's fetch adapter cannot give the empty stream of a 204 to a request that has a signal. */
function failsWithSignal({ isFetch }: Sender, config: Config, hasSignal: boolean): boolean {
  const { responseType, timeout, headers } = config;
  if (responseType !== 'stream' || !isFetch || hasSignal || timeout) return false;
  return !('parseParameters' in headers.constructor);
}

/** Calls an adapter of axios's own with our signal in the config, which such adapters read before they return. */
function lendSignal(config: Config, signal: LightSignal, adapter: AxiosAdapter): Promise<AxiosResponse> {
  const { signal: own, cancelToken } = config;
  config.signal = signal;
  if (cancelToken) delete config.cancelToken;
  try {
    return adapter(config);
  } finally {
    if (own === undefined) delete config.signal;
    else config.signal = own;
    if (cancelToken) config.cancelToken = cancelToken;
  }
}

/**
 * A getter for our signal in the config that an adapter of the caller's gets, for as long as the adapter works; a signal is
 * made only if the adapter reads it, and a value takes the getter's place. By it, what the adapter sends ends when its call
 * has ended or the gateway is closed, and keeps no process alive. V8 keeps a pair of accessors, and all that they hold, until
 * a full collection: so they hold the call no longer than it lasts.
 */
export class SignalLoan {
  #config: Config | undefined;
  #flight: Abortable | undefined;
  readonly #get = (): AbortSignal | undefined => this.#flight?.signal;

  constructor(flight: Abortable) {
    this.#flight = flight;
  }

  /** Calls the adapter with that config. */
  send(adapter: AxiosAdapter, config: Config): Promise<AxiosResponse> {
    const set = (value: unknown): void => this.#replace(value);
    Object.defineProperty(config, 'signal', { get: this.#get, set, configurable: true, enumerable: true });
    this.#config = config;
    try {
      return adapter(config);
    } catch (error) {
      this.end();
      throw error;
    }
  }

  /** Takes the getter back, where it is still there. */
  end(): void {
    const config = this.#config;
    if (config && Object.getOwnPropertyDescriptor(config, 'signal')?.get === this.#get) delete config.signal;
    this.#config = undefined;
    this.#flight = undefined;
  }

  #replace(value: unknown): void {
    const own = { value, writable: true, configurable: true, enumerable: true };
    if (this.#config) Object.defineProperty(this.#config, 'signal', own);
  }
}
