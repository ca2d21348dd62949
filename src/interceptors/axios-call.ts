import type { AxiosAdapter, AxiosInstance, AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import { isRead } from '../catalog/routes.ts';
import type { Abortable } from '../transport/abortable.ts';
import { type Answer, type OwnRequest, type Signed, type TransportCall, unread } from '../transport/call.ts';
import type { CallOptions, OutgoingRequest } from '../types.ts';
import { type AxiosLibrary, attemptConfig, ownConfig, withSignal } from './axios-config.ts';
import { isAnswerDue, isReplayable, parseOnce, pathOf, queryOf } from './normalize.ts';
import type { Streams } from './streams.ts';

/** What all calls through one instance share. */
export interface AxiosWay {
  readonly instance: AxiosInstance;
  readonly library: AxiosLibrary;
  readonly streams: Streams;
}

/** Which adapter sends. */
export interface Sender {
  readonly adapter: AxiosAdapter;
  /** Whether the adapter is axios's own, on a real socket, which an abort has to free. */
  readonly isPlatform: boolean;
}

/** One axios call as the gateway sees it. */
export class AxiosCall implements TransportCall {
  readonly method: string;
  readonly path: string;
  readonly options: CallOptions;
  readonly replayable: boolean;
  readonly signal: AbortSignal | undefined;
  readonly config: InternalAxiosRequestConfig;
  readonly #way: AxiosWay;
  readonly #sender: Sender;
  readonly #parses: boolean;

  constructor(way: AxiosWay, sender: Sender, config: InternalAxiosRequestConfig, options: CallOptions) {
    this.method = (config.method ?? 'get').toUpperCase();
    this.path = pathOf(joined(config));
    this.options = options;
    this.replayable = isReplayable(config.data);
    this.signal = signalOf(config);
    this.config = config;
    this.#way = way;
    this.#sender = sender;
    this.#parses = usesDefaultParsing(way.library, config);
  }

  describe(): OutgoingRequest {
    return describe(this.#way.instance, this.config, this.method);
  }

  send(signed: Signed | undefined, flight: Abortable): Promise<Answer> {
    const { adapter, isPlatform } = this.#sender;
    const { config, method } = this;
    const sent =
      isPlatform && !signed && isRead(method)
        ? withSignal(config, flight.light, adapter)
        : // A stranger's adapter may hand the signal to fetch; without the caller's signal it needs none.
          adapter(
            attemptConfig(
              this.#way.library,
              config,
              method,
              signed,
              isPlatform ? flight.light : this.signal && flight.signal,
            ),
          );
    return sent.then(
      (response) => this.#toAnswer(flight, response),
      (rejection: unknown) => this.#toAnswer(flight, answeredIn(rejection), rejection),
    );
  }

  async own(request: OwnRequest, signal: AbortSignal): Promise<Answer> {
    const config = ownConfig(this.#way.library, this.config, request, signal);
    const response = await this.#sender.adapter(config).catch(answeredIn);
    return { status: response.status, headers: response.headers, body: response.data, native: response };
  }

  fromBody(body: unknown): Answer {
    const headers = new this.#way.library.AxiosHeaders({ 'x-exchange-interceptors': 'reconciled' });
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const data = this.#parses ? parseOnce(text) : text;
    const response: AxiosResponse = { data, status: 200, statusText: 'OK', headers, config: this.config };
    return { status: 200, headers: {}, body, native: response };
  }

  canceled(cause: unknown): unknown {
    return Object.assign(new this.#way.library.CanceledError(), { cause });
  }

  #toAnswer(flight: Abortable, response: AxiosResponse, rejection?: unknown): Answer {
    // As without us: the caller's config, not the attempt's with its signature.
    response.config = this.config;
    const { status, headers } = response;
    const body = readData(this.method, this.config, response, this.#parses);
    if (body === unread) this.#way.streams.follow(this.signal, response.data, flight);
    const accepted = rejection === undefined && (status < 200 || status > 299);
    return { status, headers, body, native: response, accepted, refusal: rejection };
  }
}

/** A refusal by `validateStatus` is an answer all the same. @throws the rejection itself, where there is none */
function answeredIn(rejection: unknown): AxiosResponse {
  const response: unknown =
    typeof rejection === 'object' && rejection ? Reflect.get(rejection, 'response') : undefined;
  // A body cut off in the middle is reported with a response that never got its data: no answer.
  if (isComplete(response)) return response;
  throw rejection;
}

function isComplete(response: unknown): response is AxiosResponse {
  return (
    typeof response === 'object' && response !== null && 'data' in response && response.data !== undefined
  );
}

function readData(
  method: string,
  config: InternalAxiosRequestConfig,
  response: AxiosResponse,
  parses: boolean,
): unknown {
  const { data, status } = response;
  if (config.responseType === 'stream' || !isAnswerDue(method, status, response.headers)) return unread;
  if (typeof Blob !== 'undefined' && data instanceof Blob) return unread;
  if (typeof data !== 'string' || !parses) return data;
  // Parsed once: axios's own transform leaves alone what is no text any more.
  const value = parseOnce(data);
  response.data = value;
  return value;
}

/** Whether axios would parse this answer by itself, with its defaults: only then may we do it in its place. */
function usesDefaultParsing(library: AxiosLibrary, config: InternalAxiosRequestConfig): boolean {
  if (onlyOf(config.transformResponse) !== onlyOf(library.default.defaults.transformResponse)) return false;
  if ('parseReviver' in config && config.parseReviver !== undefined) return false;
  const type: string | undefined = config.responseType;
  return type === 'json' || (!type && config.transitional?.forcedJSONParsing !== false);
}

/** The one transform of a list of one; a list of more is nobody's default. */
function onlyOf(transforms: unknown): unknown {
  if (!Array.isArray(transforms)) return transforms;
  return transforms.length === 1 ? transforms[0] : transforms;
}

/** `signal` and the older `cancelToken` end a call alike. */
function signalOf({ signal, cancelToken }: InternalAxiosRequestConfig): AbortSignal | undefined {
  if (!cancelToken) return signal instanceof AbortSignal ? signal : undefined;
  const controller = new AbortController();
  void cancelToken.promise.then((reason) => controller.abort(reason));
  if (cancelToken.reason) controller.abort(cancelToken.reason);
  return signal instanceof AbortSignal ? AbortSignal.any([signal, controller.signal]) : controller.signal;
}

function joined({ baseURL = '', url = '' }: InternalAxiosRequestConfig): string {
  if (url.startsWith('/') && !url.startsWith('//') && !baseURL.endsWith('/')) return baseURL + url;
  if (baseURL === '' || /^([a-z][a-z\d+\-.]*:)?\/\//i.test(url)) return url;
  return `${baseURL.replace(/\/+$/, '')}/${url.replace(/^\/+/, '')}`;
}

function describe(
  instance: AxiosInstance,
  config: InternalAxiosRequestConfig,
  method: string,
): OutgoingRequest {
  const url = new URL(instance.getUri(config), globalThis.location?.href ?? 'http://localhost');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(config.headers.toJSON()))
    headers[name.toLowerCase()] = String(value);
  const { data } = config;
  return {
    method,
    url,
    path: url.pathname,
    query: queryOf(url),
    headers,
    body: typeof data === 'string' ? data : undefined,
  };
}
