// A fetch that a gateway only observes: it goes as the caller made it, by the caller's own signal and redirects.

import { callOptions } from '../../call-options.ts';
import type { Gateway } from '../../gateway.ts';
import { isPromise } from '../../options/is-promise.ts';
import type { Answer } from '../../transport/call.ts';
import { readBody } from './body-content.ts';
import type { BufferedResponses } from './buffered-response.ts';
import { FetchCall, type FetchContext } from './call.ts';
import { type ExchangeRequestInit, type FetchRequest, isRequest, upperCased } from './fetch-request.ts';
import { readAnswer } from './read-answer.ts';

type FetchInput = string | URL | Request;

class ObservedCall extends FetchCall {
  readonly #buffered: BufferedResponses;
  readonly #send: () => Promise<Response>;

  constructor(context: FetchContext, input: FetchInput, init: ExchangeRequestInit | undefined) {
    super(context, shownRequest(input, init), callOptions(init?.exchange));
    this.#buffered = context.buffered;
    this.#send = () => context.send(input, withoutOptions(init));
  }

  override async send(): Promise<Answer> {
    const response = await this.#send();
    const { method, isWrite } = this;
    try {
      return await readAnswer(
        response,
        { url: response.url, method, isWrite, refusesRedirects: false },
        this.#buffered,
      );
    } catch (error) {
      // The head came, so the call resolves; the body fails for its reader, as without us.
      const native = this.#buffered.broken(response, error);
      return { status: response.status, headers: response.headers, body: undefined, native };
    }
  }

  override own(): Promise<Answer> {
    return Promise.reject(new Error('nothing of ours is sent while a gateway only observes'));
  }
}

/** Sends a request as it is, and lets the gateway see it and its answer. @returns what the platform's fetch resolves with */
export async function observe(
  gateway: Gateway,
  context: FetchContext,
  input: FetchInput,
  init: ExchangeRequestInit | undefined,
): Promise<Response> {
  const { native } = await gateway.run(new ObservedCall(context, input, init));
  // What `send` put in.
  return native as Response;
}

/** The request as far as it can be described without reading what can be read only once. */
function shownRequest(input: FetchInput, given: ExchangeRequestInit | null | undefined): FetchRequest {
  const init = given ?? {};
  const request = isRequest(input) ? input : undefined;
  const content = readBody(init.body);
  const { body, text, type } = isPromise(content) ? { ...init, text: undefined, type: undefined } : content;
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
