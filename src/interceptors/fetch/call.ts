// One fetch as the gateway sees it.
import { readSafely } from '../../answers/thrown-value.ts';
import { toTransportError, UnsentError } from '../../answers/transport-error.ts';
import type { CallOptions } from '../../call-options.ts';
import { pathOf, type WriteFinder } from '../../catalog/routes.ts';
import type { Abortable } from '../../transport/abortable.ts';
import type { Answer, OwnRequest, Signed, TransportCall } from '../../transport/call.ts';
import type { OutgoingRequest } from '../../types.ts';
import { ownInit, reconciledHeaders, toJsonText } from '../answer-body.ts';
import { isFetchRefusal, isForeignRequestRefusal, isOffline, withoutProof } from '../fetch-refusal.ts';
import { isReplayable } from '../request-body.ts';
import type { UnreadBodies } from '../unread-bodies.ts';
import {
  type AttemptChanges,
  attemptArguments,
  carriedBy,
  describe,
  type FetchArguments,
} from './attempt-arguments.ts';
import { unsignable } from './body-content.ts';
import type { BufferedResponses } from './buffered-response.ts';
import type { FetchRequest } from './fetch-request.ts';
import { readAnswer, readOwnAnswer } from './read-answer.ts';
import type { SignalPool } from './signal-pool.ts';
import { isTaken, kindOf, type TakenClasses } from './taken-classes.ts';

/** What all calls through one fetch share. */
export interface FetchContext {
  readonly send: typeof fetch;
  readonly buffered: BufferedResponses;
  readonly bodies: UnreadBodies;
  readonly signals: SignalPool;
  readonly isWrite: WriteFinder;
  readonly taken: TakenClasses;
}

export class FetchCall implements TransportCall {
  readonly method: string;
  readonly path: string;
  readonly options: CallOptions;
  readonly replayable: boolean;
  readonly signal: AbortSignal | undefined;
  readonly config: undefined;
  readonly #request: FetchRequest;
  readonly #context: FetchContext;
  /** Whether fetch got the request, and with it the body. */
  #isHanded = false;

  constructor(context: FetchContext, request: FetchRequest, options: CallOptions) {
    this.method = request.method;
    this.path = pathOf(request.url);
    this.options = options;
    this.replayable = isReplayable(request.body);
    this.signal = request.signal;
    this.#request = request;
    this.#context = context;
  }

  get isWrite(): boolean {
    return this.#context.isWrite(this.method, this.path);
  }

  describe(): OutgoingRequest {
    return describe(this.#request);
  }

  unsignable(): string | undefined {
    return unsignable(this.#request, !this.replayable);
  }

  async send(signed: Signed | undefined, flight: Abortable): Promise<Answer> {
    const context = this.#context;
    const { signal, method, isWrite } = this;
    const { redirect = 'follow', url } = this.#request;
    // A redirect would turn an order into a GET, and carry signed headers to another host. As an error it would not say where to.
    const isOurs = redirect === 'follow' || redirect === 'error';
    const refusesRedirects = isWrite || redirect === 'error' || (signed !== undefined && isOurs);
    const pooled = signal ? undefined : context.signals.take();
    if (pooled) flight.drops(pooled);
    const changes: AttemptChanges = {
      signed,
      signal: signal ? flight.signal : pooled?.signal,
      redirect: refusesRedirects && isOurs ? 'manual' : this.#request.redirect,
    };
    const wasOffline = isOffline();
    try {
      const given = this.#argumentsOf(changes);
      this.#isHanded = true;
      let response: Response;
      try {
        response = await context.send(given.input, given.init);
      } catch (error) {
        response = await this.#sendByParts(error, given, changes, wasOffline);
      }
      const [sentUrl, bareUrl] = [signed?.url ?? url, this.#bareUrl(signed)];
      const sent = { url: sentUrl, method, isWrite, refusesRedirects, bareUrl };
      const answer = await readAnswer(response, sent, context.buffered);
      if (answer.native === response && response.body && answer.redirectedTo === undefined) {
        pooled?.keep();
        if (signal) context.bodies.abortBy(signal, response.body, flight);
      }
      return answer;
    } finally {
      pooled?.leave();
    }
  }

  async own({ method, url, headers, body }: OwnRequest, signal: AbortSignal): Promise<Answer> {
    const { method: _, ...carried } = carriedBy(this.#request);
    const response = await this.#context.send(url, {
      ...carried,
      method,
      headers: { accept: 'application/json', ...headers },
      ...ownInit(),
      signal,
      ...(body !== undefined && { body }),
    });
    return readOwnAnswer(response, url);
  }

  fromBody(body: unknown): Answer {
    const native = new Response(toJsonText(body), { headers: reconciledHeaders });
    return { status: 200, headers: {}, body, native };
  }

  canceled(reason: unknown): unknown {
    return reason;
  }

  /** The call ended in an error: cancels a stream that was not handed to fetch, as fetch does. */
  dispose(reason: unknown): void {
    const { body } = this.#request;
    if (this.#isHanded || !(body instanceof ReadableStream) || body.locked) return;
    void body.cancel(reason).catch(() => {});
  }

  /** The address that a response shows, where signing changed it. */
  #bareUrl(signed: Signed | undefined): string | undefined {
    const { url } = this.#request;
    if (signed === undefined || signed.url === url) return undefined;
    return this.describe().url.href.split('#', 1)[0];
  }

  /** @throws {UnsentError} for what cannot be made a request, before fetch got it */
  #argumentsOf(changes: AttemptChanges): FetchArguments {
    const { original } = this.#request;
    const takesRequest = original !== undefined && isTaken(original, this.#context.taken);
    try {
      return attemptArguments(this.#request, changes, takesRequest);
    } catch (refusal) {
      throw new UnsentError('invalid-request', refusal);
    }
  }

  /**
   * Sends the request again by its parts, where this fetch took the caller's `Request` for an address.
   * @throws for everything else, an error that says whether the request was made
   */
  #sendByParts(
    error: unknown,
    given: FetchArguments,
    changes: AttemptChanges,
    wasOffline: boolean,
  ): Promise<Response> {
    const context = this.#context;
    if (typeof given.input === 'string' || !isForeignRequestRefusal(error, !this.isWrite)) {
      throw this.#provenUnsent(error, given, wasOffline);
    }
    const { original } = this.#request;
    if (original) context.taken.set(kindOf(original), false);
    const parts = this.#argumentsOf(changes);
    return context.send(parts.input, parts.init).catch((again: unknown) => {
      throw this.#provenUnsent(again, parts, wasOffline);
    });
  }

  /** The error of a request that failed, as an `UnsentError` where it was never made. */
  #provenUnsent(error: unknown, { input, init }: FetchArguments, wasOffline: boolean): unknown {
    const tried = this.replayable ? init : { ...init, body: standIn(init.body) };
    if (isFetchRefusal(error, input, tried) || (this.#request.rest.signal && isTypeError(error))) {
      return new UnsentError('invalid-request', error);
    }
    const proof = this.isWrite ? withoutProof(error, this.#request.url) : error;
    if (proof !== error || toTransportError(error).phase === 'not-sent') return proof;
    return wasOffline && isOffline() ? new UnsentError('network', error) : error;
  }
}

/** In place of a stream that is not to be touched: a used one is refused for that, any other for what stands beside it. */
function standIn(body: RequestInit['body']): ReadableStream {
  return body instanceof ReadableStream && body.locked ? body : new ReadableStream();
}

/** No fetch takes a `signal` that is none; what fails later has a cause. */
function isTypeError(error: unknown): boolean {
  return readSafely(error, 'name') === 'TypeError' && readSafely(error, 'cause') === undefined;
}
