import { checkGateway } from '../../check-gateway.ts';
import type { Gateway } from '../../gateway.ts';
import type { Abortable } from '../../transport/abortable.ts';
import {
  type Answer,
  noBase,
  type OwnRequest,
  type Signed,
  type TransportCall,
  unread,
} from '../../transport/call.ts';
import type { CallOptions, OutgoingRequest } from '../../types.ts';
import { checkFunction } from '../../validate.ts';
import { isAnswerDue, isReplayable, parseOnce, pathOf } from '../normalize.ts';
import { callOptions } from '../options.ts';
import { Streams } from '../streams.ts';
import { HandOn } from './buffered-response.ts';
import { type Seat, SignalGroups } from './pooled-signals.ts';
import { readBytes } from './read-bytes.ts';
import {
  attemptInit,
  describe,
  type ExchangeRequestInit,
  fromParts,
  fromRequest,
  type Plan,
} from './request.ts';

/** Assignable to `typeof fetch`. */
export type ExchangeFetch = (input: string | URL | Request, init?: ExchangeRequestInit) => Promise<Response>;

/**
 * Makes a fetch that goes through the gateway. An answer of the exchange that is an error rejects with an
 * `ExchangeError`; every other `Response` is handed on with its body unread.
 * @param fetchFn any function with fetch's signature. @default the global one, looked up at each call
 * @throws {TypeError} for something that is no gateway or no function.
 */
export function interceptFetch(gateway: Gateway, fetchFn?: typeof fetch): ExchangeFetch {
  checkGateway('interceptFetch', gateway);
  if (fetchFn !== undefined) checkFunction('interceptFetch fetchFn', fetchFn);
  const { fetch: platform } = globalThis;
  // Put in the place of the global one, it must not call itself.
  const global: typeof fetch = (input, init) =>
    globalThis.fetch === own ? platform(input, init) : globalThis.fetch(input, init);
  const way: FetchWay = {
    send: fetchFn ?? global,
    hands: new HandOn(),
    streams: new Streams(),
    groups: new SignalGroups(),
    isPlatform: fetchFn === undefined || fetchFn === platform,
  };
  const own: ExchangeFetch = async (input, init) => {
    const options = callOptions(init?.exchange);
    const plan = input instanceof Request ? await fromRequest(input, init) : fromParts(input, init);
    const { native } = await gateway.run(new FetchCall(way, plan, options));
    // What `answered` put in.
    return native as Response;
  };
  return own;
}

/** What all calls through one fetch share. */
interface FetchWay {
  readonly send: typeof fetch;
  readonly hands: HandOn;
  readonly streams: Streams;
  readonly groups: SignalGroups;
  /** Whether it is the platform's own, on a real socket, which an abort has to free. */
  readonly isPlatform: boolean;
}

/** One fetch as the gateway sees it. */
class FetchCall implements TransportCall {
  readonly method: string;
  readonly path: string;
  readonly options: CallOptions;
  readonly replayable: boolean;
  readonly signal: AbortSignal | undefined;
  readonly config: undefined;
  readonly #plan: Plan;
  readonly #way: FetchWay;

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

  send(signed: Signed | undefined, flight: Abortable): Promise<Answer> {
    const { isPlatform, streams, groups } = this.#way;
    const { signal } = this;
    // Without the caller's signal only a real socket needs one of ours.
    const seat = isPlatform && !signal ? groups.take() : undefined;
    if (seat) flight.drops(seat);
    return answered(
      this.#way,
      this.method,
      signed?.url ?? this.#plan.url,
      attemptInit(this.#plan, signed, signal ? flight.signal : seat?.signal),
      signal && ((body) => streams.follow(signal, body, flight)),
      seat,
    );
  }

  async own({ method, url, headers, body }: OwnRequest, signal: AbortSignal): Promise<Answer> {
    const response = await this.#way.send(url, {
      ...this.#plan.rest,
      method,
      headers: { accept: 'application/json', ...headers },
      redirect: 'manual',
      signal,
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text, native: response };
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
}

/** Keeps nothing between calls: each decodes a whole body. */
const decoder: TextDecoder = new TextDecoder();

/** Sends once and reads what is to be understood; `onUnread` gets a body that is handed on as it is. */
async function answered(
  way: FetchWay,
  method: string,
  url: string,
  init: RequestInit,
  onUnread?: (body: unknown) => void,
  seat?: Seat,
): Promise<Answer> {
  try {
    const response = await way.send(url.startsWith(noBase) ? url.slice(noBase.length) : url, init);
    const { status, headers } = response;
    if (!isAnswerDue(method, status, headers)) {
      if (response.body) seat?.keep();
      onUnread?.(response.body);
      return { status, headers, body: unread, native: response };
    }
    const bytes = await readBytes(response);
    const value = parseOnce(decoder.decode(bytes));
    return { status, headers, body: value, native: way.hands.handOn(response, bytes, value) };
  } finally {
    seat?.leave();
  }
}
