import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import { readHeader } from '../../answers/headers.ts';
import { UnsentError } from '../../answers/transport-error.ts';
import type { CallOptions } from '../../call-options.ts';
import { isRead } from '../../catalog/routes.ts';
import type { Abortable } from '../../transport/abortable.ts';
import {
  type Answer,
  type OwnRequest,
  type Signed,
  type TransportCall,
  unread,
  withoutQuery,
} from '../../transport/call.ts';
import type { OutgoingRequest } from '../../types.ts';
import { isRefused } from '../fetch/unsent-fetch.ts';
import { isReplayable, pathOf } from '../normalize.ts';
import type { Streams } from '../streams.ts';
import { bodyAs, endedBy, readAll, readAnswer } from './answer.ts';
import {
  attemptConfig,
  fetchInit,
  ownBodyLimit,
  ownConfig,
  withSignal,
  withSignalAskedFor,
} from './config.ts';
import type { AxiosCopy, Sender } from './copy.ts';
import { headersLike } from './headers.ts';
import { describeRequest, joined, unsignable } from './request.ts';
import type { CallerSignals } from './signals.ts';
import { answerIn, chainOf, checkedResponse, fieldOf, hideGoal, hideRequest, messageOf } from './told.ts';
import type { DefaultParsing } from './transform.ts';

type Config = InternalAxiosRequestConfig;

/** What all calls of one instance share. */
export interface AxiosWay {
  readonly copy: AxiosCopy;
  readonly streams: Streams;
  readonly signals: CallerSignals;
  readonly parsing: DefaultParsing;
}

/** One axios call as the gateway sees it. */
export class AxiosCall implements TransportCall {
  readonly method: string;
  readonly path: string;
  readonly options: CallOptions;
  readonly replayable: boolean;
  readonly signal: AbortSignal | undefined;
  readonly config: Config;
  readonly #way: AxiosWay;
  readonly #sender: Sender;
  readonly #isObserved: boolean;
  readonly #parses: boolean;
  #request: unknown;
  /** Whether the client had it as its caller made it. */
  #isHanded = false;

  constructor(way: AxiosWay, sender: Sender, config: Config, options: CallOptions, isObserved: boolean) {
    this.method = (config.method ?? 'get').toUpperCase();
    this.path = pathOf(joined(config));
    this.options = options;
    this.replayable = isReplayable(config.data);
    this.signal = way.signals.of(config);
    this.config = config;
    this.#way = way;
    this.#sender = sender;
    this.#isObserved = isObserved;
    this.#parses = way.parsing.isUsedBy(config);
  }

  describe(): OutgoingRequest {
    return this.#describe().request;
  }

  unsignable(): string | undefined {
    return unsignable(this.config.data);
  }

  send(signed: Signed | undefined, flight: Abortable): Promise<Answer> {
    // Unsigned, the adapter says so itself.
    const { invalid } = signed ? this.#describe() : {};
    if (invalid) return Promise.reject(invalid);
    this.#isHanded = !signed;
    const given = this.#given(signed, flight);
    return this.#hand(given, flight).then(
      (response) => this.#toAnswer(checkedResponse(response), undefined, given, signed, flight),
      (rejection: unknown) => {
        for (const link of chainOf(rejection)) this.#putBack(link, given, signed);
        if (!signed) this.#request = fieldOf(rejection, 'request');
        const response = answerIn(rejection) ?? this.#unanswered(rejection, given);
        return this.#toAnswer(response, rejection, given, signed, flight);
      },
    );
  }

  async own(request: OwnRequest, signal: AbortSignal): Promise<Answer> {
    const { adapter } = this.#sender;
    const response = await adapter(ownConfig(this.config, request, signal)).catch((rejection: unknown) => {
      const answer = answerIn(rejection);
      if (answer) return answer;
      throw rejection;
    });
    const body = await readAll(response.data, ownBodyLimit);
    response.data = body;
    return { status: response.status, headers: response.headers, body, native: response };
  }

  fromBody(body: unknown): Answer {
    const { config } = this;
    const headers = headersLike(config.headers, {
      'content-type': 'application/json',
      'x-exchange-interceptors': 'reconciled',
    });
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const data = bodyAs(config, text, this.#parses);
    const response: AxiosResponse = { data, status: 200, statusText: 'OK', headers, config };
    return { status: 200, headers: {}, body, native: response };
  }

  canceled(cause: unknown): unknown {
    const { cancelToken } = this.config;
    // The token's own reason, as without us: callers know it by its identity.
    if (cancelToken?.reason) return cancelToken.reason;
    // Its fetch adapter takes the message from the signal's reason, the others do not.
    const message = this.#sender.isFetch ? messageOf(fieldOf(this.config.signal, 'reason')) : undefined;
    const error = this.#way.copy.canceled(message, this.config);
    // The client's request is known a moment later, when the client itself gives up.
    const request = { get: () => this.#request, configurable: true, enumerable: true };
    if (this.#isHanded) Object.defineProperty(error, 'request', request);
    return Object.defineProperty(error, 'cause', { value: cause, writable: true, configurable: true });
  }

  #describe(): ReturnType<typeof describeRequest> {
    const { method, path } = this;
    const { copy } = this.#way;
    return describeRequest((config) => copy.getUri(config), this.config, {
      method,
      path,
      mayBeRelative: !this.#sender.isPlatform,
    });
  }

  /** What the adapter gets: the caller's own config, or an attempt's. */
  #given(signed: Signed | undefined, flight: Abortable): Config {
    const { config, method } = this;
    const { isPlatform } = this.#sender;
    if (this.#isObserved || (isPlatform && !signed && isRead(method))) return config;
    // A stranger's adapter may hand the signal to fetch; without the caller's signal it gets one if it asks.
    const signal = isPlatform ? flight.light : this.signal && flight.signal;
    return attemptConfig(config, method, signed, signal, isPlatform);
  }

  #hand(given: Config, flight: Abortable): Promise<AxiosResponse> {
    const { adapter, isPlatform } = this.#sender;
    if (!isPlatform && !this.signal && !this.#isObserved) return withSignalAskedFor(given, flight, adapter);
    const isLent = given === this.config && isPlatform && !this.#isObserved && !this.#dreadsSignals();
    return isLent ? withSignal(given, flight.light, adapter) : adapter(given);
  }

  /** Before 1.14, axios's fetch adapter cannot give the empty stream of a 204 to a request that has a signal. */
  #dreadsSignals(): boolean {
    const { responseType, timeout, headers } = this.config;
    if (responseType !== 'stream' || !this.#sender.isFetch || this.signal || timeout) return false;
    return !('parseParameters' in headers.constructor);
  }

  /**
   * Whether it is the stream that axios's fetch adapter puts around the answer's for a request that has a signal: its
   * `cancel()` waits for the next piece, which may never come.
   */
  #isWrapped(data: unknown): data is ReadableStream<Uint8Array> {
    const isOurs = this.#sender.isFetch && !this.#isObserved && this.config.responseType === 'stream';
    return isOurs && !this.#dreadsSignals() && data instanceof ReadableStream && !data.locked;
  }

  /** @throws why there was no answer: for what is no request, in a way that proves that nothing was sent */
  #unanswered(rejection: unknown, given: Config): never {
    if (this.#isObserved) throw rejection;
    const { request, invalid } = this.#describe();
    if (invalid) throw invalid;
    const refusal = fieldOf(rejection, 'cause') ?? rejection;
    if (this.#sender.isFetch && isRefused(refusal, request.url.href, fetchInit(given))) {
      throw new UnsentError('invalid-request', rejection);
    }
    throw rejection;
  }

  #toAnswer(
    response: AxiosResponse,
    refusal: unknown,
    given: Config,
    signed: Signed | undefined,
    flight: Abortable,
  ): Answer | Promise<Answer> {
    const { config, method } = this;
    this.#putBack(response, given, signed);
    const hasBytes = given.responseType !== config.responseType;
    if (this.#isWrapped(response.data)) response.data = endedBy(response.data, flight);
    const body = readAnswer(method, config, response, this.#parses, hasBytes);
    if (body === unread && !this.#isObserved) this.#way.streams.follow(this.signal, response.data, flight);
    const { status, headers } = response;
    const accepted = refusal === undefined && (status < 200 || status > 299);
    const redirectedTo = this.#redirectedTo(signed, response);
    if (signed && redirectedTo !== undefined) hideGoal(headers, redirectedTo);
    const answer: Answer = { status, headers, body, native: response, accepted, refusal, redirectedTo };
    return body instanceof Promise ? body.then((read: unknown) => ({ ...answer, body: read })) : answer;
  }

  /** As without us: the caller's config in what is handed on, not the attempt's with its signature. */
  #putBack(told: unknown, given: Config, signed: Signed | undefined): void {
    if (typeof told !== 'object' || told === null) return;
    const { config } = this;
    const its = fieldOf(told, 'config');
    if (signed || its === given) Reflect.set(told, 'config', config);
    if (signed) hideRequest(told, this.method, this.path);
  }

  #redirectedTo(signed: Signed | undefined, { status, headers }: AxiosResponse): string | undefined {
    if (this.#isObserved || status < 300 || status > 399 || status === 304) return undefined;
    const isRefused = isRead(this.method) ? signed !== undefined && this.config.maxRedirects !== 0 : true;
    const location = isRefused ? readHeader(headers, 'location') : undefined;
    return location === undefined ? undefined : withoutQuery(location);
  }
}
