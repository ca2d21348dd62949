import { readSafely, toTransportError, UnsentError } from '../../answers/transport-error.ts';
import type { CallOptions } from '../../call-options.ts';
import type { Abortable } from '../../transport/abortable.ts';
import type { Answer, OwnRequest, Signed, TransportCall } from '../../transport/call.ts';
import type { OutgoingRequest } from '../../types.ts';
import { isReplayable, pathOf } from '../normalize.ts';
import type { Streams } from '../streams.ts';
import { ownAnswer, readAnswer } from './answer.ts';
import type { BufferedResponses } from './buffered-response.ts';
import type { SignalPool } from './pooled-signals.ts';
import {
  type AttemptChanges,
  attemptArguments,
  carriedBy,
  describe,
  type FetchArguments,
  type Plan,
} from './request.ts';
import { unsignable } from './request-body.ts';
import { isOffline, isRefused, isStranger } from './unsent-fetch.ts';

/** What all calls through one fetch share. */
export interface FetchWay {
  readonly send: typeof fetch;
  readonly buffered: BufferedResponses;
  readonly streams: Streams;
  readonly signals: SignalPool;
  /** Whether a call changes something by its route, though its method promises that it does not. */
  readonly isWrite: (method: string, path: string) => boolean;
  /** Until this fetch shows that it takes no `Request` of the caller's class. */
  takesRequest: boolean;
}

/** One fetch as the gateway sees it. */
export class FetchCall implements TransportCall {
  readonly method: string;
  readonly path: string;
  readonly options: CallOptions;
  readonly replayable: boolean;
  readonly signal: AbortSignal | undefined;
  readonly config: undefined;
  readonly #plan: Plan;
  readonly #way: FetchWay;
  #isHanded = false;

  constructor(way: FetchWay, plan: Plan, options: CallOptions) {
    this.method = plan.method;
    this.path = pathOf(plan.url);
    this.options = options;
    this.replayable = isReplayable(plan.body);
    this.signal = plan.signal;
    this.#plan = plan;
    this.#way = way;
  }

  describe(): OutgoingRequest {
    return describe(this.#plan);
  }

  unsignable(): string | undefined {
    return unsignable(this.#plan, !this.replayable);
  }

  async send(signed: Signed | undefined, flight: Abortable): Promise<Answer> {
    const way = this.#way;
    const { signal, method } = this;
    const { redirect = 'follow', url } = this.#plan;
    // A redirect would turn an order into a GET, and carry signed headers to another host.
    const follows = redirect === 'follow';
    const staysHere = way.isWrite(method, this.path) || (signed !== undefined && follows);
    const pooled = signal ? undefined : way.signals.take();
    if (pooled) flight.drops(pooled);
    const changes: AttemptChanges = {
      signed,
      signal: signal ? flight.signal : pooled?.signal,
      redirect: staysHere && follows ? 'manual' : this.#plan.redirect,
    };
    const given = attemptArguments(this.#plan, changes, way.takesRequest);
    const wasOffline = isOffline();
    this.#isHanded = true;
    try {
      let response: Response;
      try {
        response = await way.send(given.input, given.init);
      } catch (error) {
        response = await this.#recovered(error, given, changes, wasOffline);
      }
      const asked = { url: signed?.url ?? url, method, staysHere, bareUrl: this.#bareUrl(signed) };
      const answer = await readAnswer(response, asked, way.buffered);
      if (answer.native === response && response.body && answer.redirectedTo === undefined) {
        pooled?.keep();
        if (signal) way.streams.follow(signal, response.body, flight);
      }
      return answer;
    } finally {
      pooled?.leave();
    }
  }

  async own({ method, url, headers, body }: OwnRequest, signal: AbortSignal): Promise<Answer> {
    const { method: _, redirect: __, ...carried } = carriedBy(this.#plan);
    const response = await this.#way.send(url, {
      ...carried,
      method,
      headers: { accept: 'application/json', ...headers },
      redirect: 'manual',
      signal,
      ...(body !== undefined && { body }),
    });
    return ownAnswer(response, url);
  }

  fromBody(body: unknown): Answer {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const headers = { 'content-type': 'application/json', 'x-exchange-interceptors': 'reconciled' };
    const native = new Response(text, { headers });
    return { status: 200, headers: {}, body, native };
  }

  canceled(reason: unknown): unknown {
    return reason;
  }

  /** It ended in an error: a stream that nobody was given is let go, as fetch does. */
  dispose(reason: unknown): void {
    const { body } = this.#plan;
    if (this.#isHanded || !(body instanceof ReadableStream) || body.locked) return;
    void body.cancel(reason).catch(() => {});
  }

  /** The address as a response tells it, if signing changed that. */
  #bareUrl(signed: Signed | undefined): string | undefined {
    const { url } = this.#plan;
    if (signed === undefined || signed.url === url) return undefined;
    return this.describe().url.href.split('#', 1)[0];
  }

  /** Sends it again by its parts where this fetch took the caller's `Request` for an address; else says what is proven. */
  #recovered(
    error: unknown,
    given: FetchArguments,
    changes: AttemptChanges,
    wasOffline: boolean,
  ): Promise<Response> {
    const way = this.#way;
    if (typeof given.input === 'string' || !isStranger(error)) {
      throw this.#explained(error, given, wasOffline);
    }
    way.takesRequest = false;
    const parts = attemptArguments(this.#plan, changes, false);
    return way.send(parts.input, parts.init).catch((again: unknown) => {
      throw this.#explained(again, parts, wasOffline);
    });
  }

  /** Looked into only now that it failed: whether it was made at all. */
  #explained(error: unknown, { input, init }: FetchArguments, wasOffline: boolean): unknown {
    if (toTransportError(error).phase === 'not-sent') return error;
    const said = this.replayable ? init : { ...init, body: standIn(init.body) };
    if (isRefused(error, input, said) || (this.#plan.rest.signal && isTypeError(error))) {
      return new UnsentError('invalid-request', error);
    }
    return wasOffline && isOffline() ? new UnsentError('network', error) : error;
  }
}

/** A stream that was used is refused for that; any other must not be touched, and is refused for what stands beside it. */
function standIn(body: RequestInit['body']): ReadableStream {
  return body instanceof ReadableStream && body.locked ? body : new ReadableStream();
}

/** No fetch takes a signal that nobody can listen to; what fails later has a cause. */
function isTypeError(error: unknown): boolean {
  return readSafely(error, 'name') === 'TypeError' && readSafely(error, 'cause') === undefined;
}
