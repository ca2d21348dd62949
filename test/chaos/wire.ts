import type { SimAnswer, SimulatedExchange } from '../../src/testing/index.ts';

/** What the way to the exchange does to one request, beside what the exchange does. */
export type Hop = 'through' | 'refused' | 'late';

export interface WireOptions {
  readonly random: () => number;
  /** @default one in fifty is refused, one in fifty arrives after its sender saw the connection break */
  readonly hop?: (request: number) => Hop;
  /** Just before the exchange gets a request; they are counted from 0 as they leave. */
  readonly onArrival?: (request: number) => void;
  /** How long a request and its answer take at most, each way, in milliseconds. @default 20 */
  readonly wayMs?: number;
  /** After how long a client loses its patience, in milliseconds. @default 300 */
  readonly patienceMs?: number;
}

/** A `fetch` that carries requests to a simulated exchange in the same process, and fails as sockets fail. */
export function wireTo(exchange: SimulatedExchange, options: WireOptions): typeof fetch {
  const { random, wayMs = 20, patienceMs = 300 } = options;
  const hop =
    options.hop ?? ((): Hop => (['refused', 'late'] as const)[Math.floor(random() * 100)] ?? 'through');
  let count = 0;
  return async (input, init) => {
    const request = new Request(input, init);
    const body = await request.text();
    const { method, headers } = request;
    const { pathname: path, search, host } = new URL(request.url);
    const index = count;
    count += 1;
    const how = hop(index);
    const there = Math.floor(random() * wayMs);
    const back = Math.floor(random() * wayMs);
    request.signal.throwIfAborted();
    if (how === 'refused') {
      throw failed({ code: 'ECONNREFUSED', syscall: 'connect' });
    }
    return new Promise((resolve, reject) => {
      request.signal.addEventListener('abort', () => reject(request.signal.reason));
      if (how === 'late')
        setTimeout(() => reject(failed({ code: 'ECONNRESET', syscall: 'read' })), there / 2);
      setTimeout(() => {
        const query = search.slice(1);
        const sim = { method, path, query, headers: { host, ...Object.fromEntries(headers) }, body };
        options.onArrival?.(index);
        const answer = exchange.handle(sim);
        const slow = answer.delayMs > patienceMs;
        const end = (): void =>
          slow
            ? reject(failed({ code: 'UND_ERR_HEADERS_TIMEOUT' }))
            : answer.delivery === 'none'
              ? reject(failed({ code: 'UND_ERR_SOCKET' }))
              : resolve(toResponse(answer));
        setTimeout(end, slow ? patienceMs : back + answer.delayMs);
      }, there);
    });
  };
}

function failed(details: object): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error('other side closed'), details) });
}

function toResponse({ status, headers, body, delivery }: SimAnswer): Response {
  if (delivery === 'whole') return new Response(body, { status, headers });
  let begun = false;
  const broken = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (begun) controller.error(failed({ code: 'UND_ERR_SOCKET' }));
      else controller.enqueue(new TextEncoder().encode(body));
      begun = true;
    },
  });
  return new Response(broken, { status, headers });
}
