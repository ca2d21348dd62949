// Handlers for msw.
import type { SimAnswer, SimRequest } from './sim-request.ts';

/** The part of msw's `http` that is needed. Passed in, so that this entry works where msw is not installed. */
export interface MswHttp<Handler> {
  /** Makes a handler for every method. */
  all(path: string, resolver: (info: { request: Request }) => Promise<Response>): Handler;
}

/** Request handlers that play the exchange for every path of an origin. */
export function mswHandlers<Handler>(
  handle: (request: SimRequest) => SimAnswer,
  http: MswHttp<Handler>,
  baseUrl: string | URL,
): Handler[] {
  const { origin } = new URL(baseUrl);
  return [
    http.all(`${origin}/*`, async ({ request }) => {
      const answer = handle(await toRequest(request));
      if (answer.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, answer.delayMs));
      return toResponse(answer);
    }),
  ];
}

async function toRequest(request: Request): Promise<SimRequest> {
  const url = new URL(request.url);
  return {
    method: request.method,
    path: url.pathname,
    query: url.search.slice(1),
    headers: { host: url.host, ...Object.fromEntries(request.headers) },
    body: await request.text(),
  };
}

function toResponse({ status, headers, body, delivery }: SimAnswer): Response {
  if (delivery === 'none') return Response.error();
  return new Response(delivery === 'whole' ? body : broken(body), { status, headers });
}

/** Some bytes, then the end of the connection. */
function broken(text: string): ReadableStream<Uint8Array> {
  let begun = false;
  return new ReadableStream({
    pull(controller) {
      if (begun) controller.error(new TypeError('terminated'));
      else controller.enqueue(new TextEncoder().encode(text));
      begun = true;
    },
  });
}
