// An axios adapter that answers from a simulated exchange.
import { abortableDelay, type ClientSignal } from './abortable-delay.ts';
import { type AdapterConfig, requestOf } from './adapter-request.ts';
import { bodyStream } from './body-stream.ts';
import { signalsOf } from './signals-of.ts';
import type { PlayRequest, SimAnswer } from './sim-request.ts';

/** What an adapter resolves with. `headers` are of the class that the config's are. */
export interface AdapterResponse<Config> {
  /** The body as text, or as `responseType` asks for it. */
  readonly data: unknown;
  /** HTTP status. */
  readonly status: number;
  /** The words of the status. */
  readonly statusText: string;
  /** Of the class that the config's headers are. */
  readonly headers: Record<string, never>;
  /** The config that the adapter was called with. */
  readonly config: Config;
  /** There is no request object: nothing was sent. */
  readonly request: undefined;
}

/** Assignable to axios's `AxiosAdapter`. */
export type SimulatedAdapter = <Config extends AdapterConfig>(
  config: Config,
) => Promise<AdapterResponse<Config>>;

/**
 * An axios adapter that plays the exchange in this process, whatever the host: nothing leaves, and nothing but a wait that
 * was asked for leaves the microtask queue. It fails as axios's own does.
 */
export function simulatedAdapter(handle: PlayRequest): SimulatedAdapter {
  return async (config) => {
    const { timeout = 0 } = config;
    const signals = signalsOf(config);
    const canceled = (): unknown => canceledError(config, signals);
    await abortableDelay(0, signals, canceled);
    const answer = handle(requestOf(config));
    const isTimedOut = timeout > 0 && answer.delayMs >= timeout;
    await abortableDelay(isTimedOut ? timeout : answer.delayMs, signals, canceled);
    if (isTimedOut) {
      const message = config.timeoutErrorMessage ?? `timeout of ${timeout}ms exceeded`;
      throw axiosError(message, 'ECONNABORTED', config);
    }
    if (answer.delivery === 'none') throw hungUp(config);
    return settled(config, answer);
  };
}

function settled<Config extends AdapterConfig>(config: Config, answer: SimAnswer): AdapterResponse<Config> {
  const { status, headers, body } = answer;
  const response = {
    status,
    statusText: '',
    headers: headersOf(config, headers),
    config,
    request: undefined,
  };
  // A response without data is how axios's own tells of a body that broke off.
  if (answer.delivery === 'cut') {
    throw axiosError('stream has been aborted', 'ERR_BAD_RESPONSE', config, response);
  }
  const whole = {
    ...response,
    data: dataOf(config, (config.method ?? 'get').toUpperCase() === 'HEAD' ? '' : body),
  };
  const { validateStatus } = config;
  if (!validateStatus || validateStatus(status)) return whole;
  const code = status >= 400 && status < 500 ? 'ERR_BAD_REQUEST' : 'ERR_BAD_RESPONSE';
  throw axiosError(`Request failed with status code ${status}`, code, config, whole);
}

/** Of the caller's own class, which its config brings along: `AxiosHeaders`. */
function headersOf(config: AdapterConfig, headers: Readonly<Record<string, string>>): Record<string, never> {
  const own: unknown = config.headers && Reflect.get(Object(config.headers), 'constructor');
  const isClass = typeof own === 'function' && own !== Object;
  return (isClass ? Reflect.construct(own, [headers]) : headers) as Record<string, never>;
}

function dataOf({ responseType }: AdapterConfig, text: string): unknown {
  const bytes = new TextEncoder().encode(text);
  switch (responseType) {
    case 'arraybuffer':
      return typeof Buffer === 'undefined' ? bytes.buffer : Buffer.from(bytes);
    case 'blob':
      return new Blob([bytes]);
    case 'stream':
      return bodyStream(text, false);
    default:
      return text;
  }
}

function canceledError(config: AdapterConfig, signals: readonly ClientSignal[]): unknown {
  const reason = signals.find(({ aborted }) => aborted)?.reason;
  if (typeof reason === 'object' && reason !== null && Reflect.get(reason, '__CANCEL__') === true)
    return reason;
  const error = axiosError('canceled', 'ERR_CANCELED', config);
  return Object.assign(error, { name: 'CanceledError', __CANCEL__: true });
}

/** What Node says of a connection that died before an answer. */
function hungUp(config: AdapterConfig): Error {
  const cause = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  // The name is the one of the cause, in axios too.
  return Object.assign(axiosError('socket hang up', 'ECONNRESET', config), { name: 'Error', cause });
}

/** As much of an `AxiosError` as `axios.isAxiosError` and its readers ask of one: the class is the caller's copy's. */
function axiosError(message: string, code: string, config: AdapterConfig, response?: object): Error {
  const status: unknown = response && Reflect.get(response, 'status');
  return Object.assign(new Error(message), {
    name: 'AxiosError',
    isAxiosError: true,
    code,
    config,
    request: undefined,
    ...(response ? { response, status } : {}),
    toJSON: () => ({ name: 'AxiosError', message, code, status: status ?? null }),
  });
}
