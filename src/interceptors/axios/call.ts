// One axios call as the gateway sees it.
import type { AxiosResponse, InternalAxiosRequestConfig as Config } from 'axios';
import { readSafely } from '../../answers/thrown-value.ts';
import { UnsentError } from '../../answers/transport-error.ts';
import type { CallOptions } from '../../call-options.ts';
import { pathOf, type WriteFinder } from '../../catalog/routes.ts';
import { isPromise } from '../../options/is-promise.ts';
import type { Abortable } from '../../transport/abortable.ts';
import {
  type Answer,
  type OwnRequest,
  type Signed,
  type TransportCall,
  unread,
} from '../../transport/call.ts';
import type { OutgoingRequest } from '../../types.ts';
import { isFetchRefusal, withoutProof } from '../fetch-refusal.ts';
import { isReplayable } from '../request-body.ts';
import type { UnreadBodies } from '../unread-bodies.ts';
import { answerIn, chainOf, checkedResponse, hideLocation, hideRequest } from './adapter-result.ts';
import type { AxiosCopy, Sender } from './axios-copy.ts';
import { callAdapter, isWrappedStream, SignalLoan } from './call-adapter.ts';
import type { CallerSignals } from './caller-signals.ts';
import { attemptConfig, fetchInit, ownConfig } from './config.ts';
import type { DefaultTransform } from './default-transform.ts';
import { type Described, describeRequest, joinBase, unsignable } from './describe-request.ts';
import { readAnswer, readOwnAnswer, redirectTarget } from './read-answer.ts';
import { endingRequest, reconciledResponse } from './response-data.ts';

/** What all calls of one instance share; but for its copy of axios and its exchange all calls there are. */
export interface AxiosContext {
  readonly copy: AxiosCopy;
  readonly bodies: UnreadBodies;
  readonly signals: CallerSignals;
  readonly defaultTransform: DefaultTransform;
  readonly isWrite: WriteFinder;
}

export class AxiosCall implements TransportCall {
  readonly method: string;
  readonly path: string;
  readonly options: CallOptions;
  readonly replayable: boolean;
  readonly signal: AbortSignal | undefined;
  readonly config: Config;
  readonly isWrite: boolean;
  readonly #context: AxiosContext;
  readonly #sender: Sender;
  readonly #isObserved: boolean;
  readonly #parses: boolean;
  #clientRequest: unknown;
  #uri: string | undefined;
  /** Whether its address was found to be one. */
  #isAddressed = false;
  /** Whether the adapter got the request unsigned, so that its own request object may be shown. */
  #isSentUnsigned = false;

  constructor(
    context: AxiosContext,
    sender: Sender,
    config: Config,
    options: CallOptions,
    isObserved: boolean,
  ) {
    this.method = (config.method ?? 'get').toUpperCase();
    this.path = pathOf(joinBase(config));
    this.options = options;
    this.replayable = isReplayable(config.data);
    this.signal = context.signals.of(config);
    this.config = config;
    this.isWrite = context.isWrite(this.method, this.path);
    this.#context = context;
    this.#sender = sender;
    this.#isObserved = isObserved;
    this.#parses = context.defaultTransform.isUsedBy(config);
  }

  describe(): OutgoingRequest {
    return this.#describe().request;
  }

  unsignable(): string | undefined {
    return unsignable(this.config.data);
  }

  send(signed: Signed | undefined, flight: Abortable): Promise<Answer> {
    // Unsigned, the adapter says so itself.
    const { invalid } = signed && !this.#isAddressed ? this.#describe() : {};
    if (invalid) return Promise.reject(invalid);
    this.#isSentUnsigned = !signed;
    const given = this.#configFor(signed, flight);
    const { adapter, isPlatform } = this.#sender;
    const hasSignal = this.signal !== undefined;
    const loan = this.#isObserved || isPlatform || hasSignal ? undefined : new SignalLoan(flight);
    const sent = loan
      ? loan.send(adapter, given)
      : this.#isObserved
        ? adapter(given)
        : callAdapter(this.#sender, this.config, given, hasSignal, flight);
    return sent.then(
      (response) => {
        loan?.end();
        return this.#toAnswer(checkedResponse(response), undefined, given, signed, flight);
      },
      (rejection: unknown) => {
        loan?.end();
        for (const link of chainOf(rejection)) this.#restore(link, given, signed);
        if (!signed) this.#clientRequest = readSafely(rejection, 'request');
        const response = answerIn(rejection) ?? this.#throwUnanswered(rejection, given);
        return this.#toAnswer(response, rejection, given, signed, flight);
      },
    );
  }

  own(request: OwnRequest, signal: AbortSignal): Promise<Answer> {
    return readOwnAnswer(this.#sender.adapter(ownConfig(this.config, request, signal)));
  }

  fromBody(body: unknown): Answer {
    return { status: 200, headers: {}, body, native: reconciledResponse(this.config, body, this.#parses) };
  }

  canceled(cause: unknown): unknown {
    const { cancelToken } = this.config;
    // The token's own reason, as without us: callers know it by its identity.
    if (cancelToken?.reason) return cancelToken.reason;
    // Its fetch adapter takes the message from the signal's reason, the others do not.
    const reason = this.#sender.isFetch ? readSafely(this.config.signal, 'reason') : undefined;
    const error = this.#context.copy.canceled(reason, this.config);
    // The client's request is known a moment later, when the client itself gives up.
    const request = { get: () => this.#clientRequest, configurable: true, enumerable: true };
    if (this.#isSentUnsigned) Object.defineProperty(error, 'request', request);
    return Object.defineProperty(error, 'cause', { value: cause, writable: true, configurable: true });
  }

  #describe(): Described {
    const { method, path, config } = this;
    const known = { method, path, mayBeRelative: !this.#sender.isPlatform };
    const described = describeRequest((one) => this.#uriOf(one), config, known);
    this.#isAddressed = described.invalid === undefined;
    return described;
  }

  /** Found once: for that axios merges all of its defaults with the config. */
  #uriOf(config: Config): string {
    this.#uri ??= this.#context.copy.getUri(config);
    return this.#uri;
  }

  /** What the adapter gets: the caller's own config, or an attempt's. */
  #configFor(signed: Signed | undefined, flight: Abortable): Config {
    const { config, isWrite } = this;
    const { isPlatform } = this.#sender;
    if (this.#isObserved || (isPlatform && !signed && !isWrite)) return config;
    // An adapter of the caller's may pass the signal to fetch; without the caller's signal it gets one if it reads it.
    const signal = isPlatform ? flight.light : this.signal && flight.signal;
    return attemptConfig(config, isWrite, signed, signal, isPlatform);
  }

  /** @throws why there was no answer: for what is no request, in a way that proves that nothing was sent */
  #throwUnanswered(rejection: unknown, given: Config): never {
    if (this.#isObserved) throw rejection;
    const { request, invalid } = this.#describe();
    if (invalid) throw invalid;
    const refusal = readSafely(rejection, 'cause') ?? rejection;
    if (this.#sender.isFetch && isFetchRefusal(refusal, request.url.href, fetchInit(given)))
      throw new UnsentError('invalid-request', rejection);
    throw this.#sender.isPlatform || !this.isWrite ? rejection : withoutProof(rejection, request.url.href);
  }

  #toAnswer(
    response: AxiosResponse,
    refusal: unknown,
    given: Config,
    signed: Signed | undefined,
    flight: Abortable,
  ): Answer | Promise<Answer> {
    const { config, isWrite, signal } = this;
    const isCarried = !this.#isObserved;
    this.#restore(response, given, signed);
    const hasBytes = given.responseType !== config.responseType;
    if (isCarried && isWrappedStream(this.#sender, config, signal !== undefined, response.data))
      response.data = endingRequest(response.data, flight);
    const body = readAnswer(this, config, response, this.#parses, hasBytes);
    if (isCarried && body === unread) this.#context.bodies.abortBy(signal, response.data, flight);
    const { status, headers } = response;
    const accepted = refusal === undefined && (status < 200 || status > 299);
    const redirectedTo = isCarried ? redirectTarget(isWrite, config, response, signed) : undefined;
    if (signed && redirectedTo !== undefined) hideLocation(headers, redirectedTo);
    const answer: Answer = { status, headers, body, native: response, accepted, refusal, redirectedTo };
    return isPromise(body) ? body.then((read: unknown) => ({ ...answer, body: read })) : answer;
  }

  /** As without us: the caller's config in what is handed on, not the attempt's with its signature. */
  #restore(holder: unknown, given: Config, signed: Signed | undefined): void {
    if (typeof holder !== 'object' || holder === null) return;
    if (signed || readSafely(holder, 'config') === given) Reflect.set(holder, 'config', this.config);
    if (signed) hideRequest(holder, this.method, this.path);
  }
}
