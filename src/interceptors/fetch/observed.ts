import type { CallOptions } from '../../call-options.ts';
import { callOptions } from '../../call-options.ts';
import type { Gateway } from '../../gateway.ts';
import type { Answer, TransportCall } from '../../transport/call.ts';
import type { OutgoingRequest } from '../../types.ts';
import { isReplayable, pathOf } from '../normalize.ts';
import { readAnswer } from './answer.ts';
import type { FetchWay } from './call.ts';
import { describe, type ExchangeRequestInit, isRequest, type Plan, upperCased } from './request.ts';
import { contentOf } from './request-body.ts';

/** A call that is only watched: what the caller gave goes on as it is, by the caller's own signal and redirects. */
class ObservedFetch implements TransportCall {
  readonly method: string;
  readonly path: string;
  readonly options: CallOptions;
  readonly replayable: boolean;
  /** The platform's business. */
  readonly signal: undefined;
  readonly config: undefined;
  readonly #way: FetchWay;
  readonly #plan: Plan;
  readonly #input: string | URL | Request;
  readonly #init: RequestInit | undefined;

  constructor(way: FetchWay, input: string | URL | Request, init: ExchangeRequestInit | undefined) {
    this.#way = way;
    this.#plan = shownBy(input, init);
    this.#input = input;
    this.#init = withoutOptions(init);
    this.method = this.#plan.method;
    this.path = pathOf(this.#plan.url);
    this.options = callOptions(init?.exchange);
    this.replayable = isReplayable(this.#plan.body);
  }

  describe(): OutgoingRequest {
    return describe(this.#plan);
  }

  async send(): Promise<Answer> {
    const response = await this.#way.send(this.#input, this.#init);
    const asked = { url: this.#plan.url, method: this.method, staysHere: false };
    try {
      return await readAnswer(response, asked, this.#way.buffered);
    } catch (error) {
      // The head came, so the call resolves, and whoever reads the body is told.
      const native = this.#way.buffered.broken(response, error);
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

export async function observed(
  gateway: Gateway,
  way: FetchWay,
  input: string | URL | Request,
  init: ExchangeRequestInit | undefined,
): Promise<Response> {
  const { native } = await gateway.run(new ObservedFetch(way, input, init));
  // What `send` put in.
  return native as Response;
}

/** What can be told of it without a look into what can be read only once. */
function shownBy(input: string | URL | Request, given: ExchangeRequestInit | null | undefined): Plan {
  const init = given ?? {};
  const request = isRequest(input) ? input : undefined;
  const content = contentOf(init.body);
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
    request,
  };
}

/** The caller's own object, unless there is something of ours in it. */
function withoutOptions(init: ExchangeRequestInit | undefined): RequestInit | undefined {
  if (init?.exchange === undefined) return init;
  const { exchange: _, ...rest } = init;
  return rest;
}
