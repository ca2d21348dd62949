// A scripted MEXC: raw answers in turn, whatever the request, which the simulator would not give.
import { createHmac } from 'node:crypto';
import { HttpResponse, http, type RequestHandler } from 'msw';
import type { Sign } from '../../src/index.ts';
import { origin } from './clients.ts';

/** What the exchange saw of one request. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
  readonly timestamp: string | null;
  readonly signatureOk: boolean;
  readonly headers: Headers;
}

/** An answer: a JSON value under HTTP 200, or a response, or a lost connection. */
export type Reply = object | Response | (() => Response | Promise<Response>);

export const credentials = { apiKey: 'key-5f0e9a1c', apiSecret: 'secret-77b1d2e4' };
export const order = '/api/v1/private/order/submit';
export const read = '/api/v1/private/account/assets';
export const done = { success: true, code: 0, data: 102057 };
export const failed = (code: number, message = 'no'): object => ({ success: false, code, message });
export const html = (status: number): Response =>
  new HttpResponse('<html><body>edge</body></html>', { status, headers: { 'content-type': 'text/html' } });

/** A scripted MEXC: answers in turn, the last one for ever; keeps a log of what it saw. */
export class Script {
  readonly log: Seen[] = [];
  readonly pings: Seen[] = [];
  /** Ahead of the local clock. */
  skewMs = 0;
  readonly #replies: Reply[];

  constructor(...replies: Reply[]) {
    this.#replies = replies;
  }

  readonly handler: RequestHandler = http.all(`${origin}/*`, async ({ request }) => {
    const seen = await this.#seen(request);
    if (seen.path === '/api/v1/contract/ping') {
      this.pings.push(seen);
      return HttpResponse.json({ success: true, code: 0, data: Date.now() + this.skewMs });
    }
    this.log.push(seen);
    const reply = this.#replies.length > 1 ? this.#replies.shift() : this.#replies[0];
    if (typeof reply === 'function') return await reply();
    return reply instanceof Response ? reply.clone() : HttpResponse.json(reply ?? done);
  });

  /** Method, path and body of everything seen, the time requests not counted. */
  get lines(): readonly string[] {
    return this.log.map(({ method, path, body }) => `${method} ${path} ${body}`.trim());
  }

  async #seen(request: Request): Promise<Seen> {
    const url = new URL(request.url);
    const body = await request.text();
    const query = url.search.slice(1);
    const timestamp = request.headers.get('request-time');
    const pre = `${credentials.apiKey}${timestamp}${request.method === 'POST' ? body : query}`;
    const expected = createHmac('sha256', credentials.apiSecret).update(pre).digest('hex');
    return {
      method: request.method,
      path: url.pathname,
      query,
      body,
      timestamp,
      signatureOk: request.headers.get('signature') === expected,
      headers: request.headers,
    };
  }
}

/** MEXC's scheme without WebCrypto, whose threads know nothing of a frozen clock. */
export const sign: Sign = ({ method, query, body }, { timestamp }) => {
  const pre = `${credentials.apiKey}${timestamp}${method === 'POST' ? (body ?? '') : query}`;
  const signature = createHmac('sha256', credentials.apiSecret).update(pre).digest('hex');
  return { headers: { ApiKey: credentials.apiKey, 'Request-Time': String(timestamp), Signature: signature } };
};
