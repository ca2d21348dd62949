// A fetch that a gateway only observes: it goes as the caller made it, by the caller's own signal and redirects.
import { type CallOptions, callOptions } from '../../call-options.ts';
import { pathOf } from '../../catalog/routes.ts';
import type { Gateway } from '../../gateway.ts';
import type { Answer, TransportCall } from '../../transport/call.ts';
import type { OutgoingRequest } from '../../types.ts';
import { isReplayable } from '../request-body.ts';
import { describe } from './attempt-arguments.ts';
import { readBody } from './body-content.ts';
import type { FetchContext } from './call.ts';
import { type ExchangeRequestInit, type FetchRequest, isRequest, upperCased } from './fetch-request.ts';
import { readAnswer } from './read-answer.ts';

class ObservedCall implements TransportCall {
  readonly method: string;
  readonly path: string;
  readonly options: CallOptions;
  readonly replayable: boolean;
  /** The platform ends the call by it. */
  readonly signal: undefined;
  readonly config: undefined;
  readonly #context: FetchContext;
  readonly #request: FetchRequest;
  readonly #input: string | URL | Request;
  readonly #init: RequestInit | undefined;

  constructor(context: FetchContext, input: string | URL | Request, init: ExchangeRequestInit | undefined) {
    this.#context = context;
    this.#request = shownRequest(input, init);
    this.#input = input;
    this.#init = withoutOptions(init);
    this.method = this.#request.method;
    this.path = pathOf(this.#request.url);
    this.options = callOptions(init?.exchange);
    this.replayable = isReplayable(this.#request.body);
  }

  describe(): OutgoingRequest {
    return describe(this.#request);
  }

  async send(): Promise<Answer> {
    const response = await this.#context.send(this.#input, this.#init);
    const sent = { url: this.#request.url, method: this.method, refusesRedirects: false };
    try {
      return await readAnswer(response, sent, this.#context.buffered);
    } catch (error) {
      // The head came, so the call resolves; the body fails for its reader, as without us.
      const native = this.#context.buffered.broken(response, error);
      return { status: response.status, headers: response.headers, body: undefined, native };
    }
  }

  own(): Promise<Answer> {
    return Promise.reject(new Error('nothing of ours is sent while a gateway only observes'));
  }

  fromBody(body: unknown): Answer {
    return { status: 200, headers: {}, body, native: undefined };
  }

  canceled(reason: unknown): unknown {
    return reason;
  }
}

/** Sends a request as it is, and lets the gateway see it and its answer. @returns what the platform's fetch resolves with */
export async function observe(
  gateway: Gateway,
  context: FetchContext,
  input: string | URL | Request,
  init: ExchangeRequestInit | undefined,
): Promise<Response> {
  const { native } = await gateway.run(new ObservedCall(context, input, init));
  // What `send` put in.
  return native as Response;
}

/** The request as far as it can be described without reading what can be read only once. */
function shownRequest(
  input: string | URL | Request,
  given: ExchangeRequestInit | null | undefined,
): FetchRequest {
  const init = given ?? {};
  const request = isRequest(input) ? input : undefined;
  const content = readBody(init.body);
  const { body, text, type } =
    content instanceof Promise ? { ...init, text: undefined, type: undefined } : content;
  return {
    url: request?.url ?? String(input),
    method: upperCased(init.method ?? request?.method ?? 'GET'),
    headers: init.headers,
    body,
    text,
    type,
    signal: undefined,
    redirect: undefined,
    rest: {},
    original: request,
  };
}

/** The caller's own object, unless there is something of ours in it. */
function withoutOptions(init: ExchangeRequestInit | undefined): RequestInit | undefined {
  if (init?.exchange === undefined) return init;
  const { exchange: _, ...rest } = init;
  return rest;
}
