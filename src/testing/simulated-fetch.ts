// A fetch that answers from a simulated exchange.
import { isArrayBuffer, readStream } from '../internal.ts';
import { abortableDelay } from './abortable-delay.ts';
import { bodyStream, socketError } from './body-stream.ts';
import type { PlayRequest, SimAnswer, SimRequest } from './sim-request.ts';

/**
 * A fetch that plays the exchange in this process, whatever the host: nothing leaves, and nothing but a wait that was asked
 * for leaves the microtask queue. It fails as the platform's own does.
 */
export function simulatedFetch(handle: PlayRequest): typeof fetch {
  let make: ReturnType<typeof responseMaker> | undefined;
  return async (input, init) => {
    const { request, url, signals } = await toRequest(input, init);
    const aborted = (): unknown => signals.find((signal) => signal.aborted)?.reason;
    await abortableDelay(0, signals, aborted);
    const answer = handle(request);
    await abortableDelay(answer.delayMs, signals, aborted);
    if (answer.delivery === 'none') throw new TypeError('fetch failed', { cause: socketError() });
    // Made late: a test environment may have no `Response` until it is asked for one.
    make ??= responseMaker();
    return make(answer, url, request.method);
  };
}

interface FetchedRequest {
  readonly request: SimRequest;
  readonly url: string;
  readonly signals: readonly AbortSignal[];
}

async function toRequest(input: string | URL | Request, init: RequestInit = {}): Promise<FetchedRequest> {
  const given = typeof input === 'object' && 'url' in input ? input : undefined;
  const url = new URL(given ? given.url : String(input));
  const headers = new Headers(init.headers ?? given?.headers);
  const method = (init.method ?? given?.method ?? 'GET').toUpperCase();
  const { text, type } = await bodyOf(init.body ?? undefined, given);
  if (type !== undefined && !headers.has('content-type')) headers.set('content-type', type);
  const signals = [init.signal ?? undefined, given?.signal].filter((signal) => signal !== undefined);
  const request: SimRequest = {
    method,
    path: url.pathname,
    query: url.search.slice(1),
    headers: { host: url.host, ...Object.fromEntries(headers) },
    body: text,
  };
  return { request, url: url.href.replace(/#.*$/s, ''), signals };
}

/** The body as text, and the content type that fetch gives to one of its kind. */
async function bodyOf(
  body: unknown,
  given: Request | undefined,
): Promise<{ readonly text: string; readonly type?: string }> {
  if (body === undefined) return { text: given?.body ? await readText(given.body) : '' };
  if (typeof body === 'string') return { text: body, type: 'text/plain;charset=UTF-8' };
  if (body instanceof URLSearchParams) {
    return { text: String(body), type: 'application/x-www-form-urlencoded;charset=UTF-8' };
  }
  if (isArrayBuffer(body) || ArrayBuffer.isView(body)) return { text: new TextDecoder().decode(body) };
  // Forms, blobs and streams: what the platform makes of them.
  const response = new Response(body as BodyInit);
  const type = response.headers.get('content-type');
  return { text: await response.text(), ...(type === null ? {} : { type }) };
}

async function readText(stream: ReadableStream<Uint8Array>): Promise<string> {
  return new TextDecoder().decode(await readStream(stream, Number.POSITIVE_INFINITY));
}

/** Statuses whose answers have no body, by the Fetch standard. */
const bodiless: ReadonlySet<number> = new Set([101, 103, 204, 205, 304]);

function responseMaker(): (answer: SimAnswer, url: string, method: string) => Response {
  /** Reads by promises alone: the platform's own methods wait for `queueMicrotask`, which some fake timers hold up. */
  class SimulatedResponse extends Response {
    /** What it was made with: the `body` of a polyfill is of another kind, or missing. */
    readonly #stream: ReadableStream<Uint8Array<ArrayBuffer>> | null;

    constructor(body: ReadableStream<Uint8Array<ArrayBuffer>> | null, init: ResponseInit, url: string) {
      super(body, init);
      this.#stream = body;
      // Of its own: a polyfill's constructor assigns to it, which a getter in between would refuse.
      Object.defineProperty(this, 'url', { value: url });
    }

    override async arrayBuffer(): Promise<ArrayBuffer> {
      if (this.bodyUsed) throw new TypeError('Body is unusable: Body has already been read');
      // `clone` puts another stream in its place.
      const stream = typeof this.body?.getReader === 'function' ? this.body : this.#stream;
      if (!stream) return new ArrayBuffer(0);
      // A copy: the buffer of a piece may hold more than the piece.
      return (await readStream(stream, Number.POSITIVE_INFINITY)).slice().buffer;
    }

    override async text(): Promise<string> {
      return new TextDecoder().decode(await this.arrayBuffer());
    }

    override async json(): Promise<unknown> {
      return JSON.parse(await this.text());
    }
  }
  return ({ status, headers, body, delivery }, url, method) => {
    const hasBody = method !== 'HEAD' && !bodiless.has(status);
    return new SimulatedResponse(
      hasBody ? bodyStream(body, delivery === 'cut') : null,
      { status, headers: { ...headers } },
      url,
    );
  };
}
