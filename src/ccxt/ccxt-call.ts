import {
  type Answer,
  type CallOptions,
  isRead,
  type OutgoingRequest,
  type OwnRequest,
  type Sign,
  type TransportCall,
  unread,
} from '../internal.ts';
import type { ApiName, CcxtClient, CcxtRequest } from './client.ts';
import { lossOf } from './lost.ts';
import { sentParameters } from './sent-parameters.ts';
import { members, urlsOf } from './shape.ts';
import { type Carried, carry, signAt } from './wire.ts';

/** What ccxt asks for, before anything is signed. */
export interface Asked {
  readonly path: string;
  readonly api: ApiName;
  readonly method: string;
  readonly params: object;
  readonly headers: unknown;
  readonly body: unknown;
}

/** An answer with what ccxt made of it. */
type CcxtAnswer = Answer & { readonly url: string; readonly method: string };

/** One call of ccxt's as the gateway sees it: signed anew by ccxt for every attempt, once that attempt was admitted. */
export class CcxtCall implements TransportCall {
  readonly method: string;
  readonly path: string;
  readonly options: CallOptions = {};
  readonly units: TransportCall['units'];
  readonly replayable = true;
  readonly signal: undefined;
  readonly config: undefined;
  readonly sign: Sign;
  readonly #instance: CcxtClient;
  readonly #asked: Asked;
  readonly #carrier: object;
  readonly #url: URL;
  #request: CcxtRequest | undefined;
  #last: Carried | undefined;

  /**
   * @param carrier the gateway that carries it
   * @param units what it costs, by the names of limits
   */
  constructor(instance: CcxtClient, asked: Asked, carrier: object, units: TransportCall['units']) {
    this.#instance = instance;
    this.#carrier = carrier;
    this.units = units;
    this.#asked = asked;
    this.#url = urlOf(instance, asked);
    this.method = asked.method.toUpperCase();
    this.path = this.#url.pathname;
    this.sign = async (_, { timestamp }) => {
      await this.#sign(timestamp);
      return {};
    };
  }

  /** The last request as it was signed. */
  get request(): CcxtRequest | undefined {
    return this.#request;
  }

  /** How the last attempt ended, in ccxt's words. */
  get last(): Carried | undefined {
    return this.#last;
  }

  async #sign(timestamp: number): Promise<CcxtRequest> {
    const { path, api, method, params, headers, body } = this.#asked;
    this.#request = await signAt(this.#instance, [path, api, method, params, headers, body], timestamp);
    return this.#request;
  }

  describe(): OutgoingRequest {
    const { params } = this.#asked;
    const { query, body } = sentParameters(params, this.#request, isRead(this.method));
    const url = new URL(this.#url);
    url.search = query;
    return { method: this.method, url, path: this.path, query, headers: {}, body };
  }

  async send(_: unknown, flight: { readonly signal: AbortSignal }): Promise<Answer> {
    const request = this.#request ?? (await this.#sign(Date.now()));
    this.#instance.setLastRestRequestTimestamp?.();
    this.#instance.setLastRequest?.(request);
    // What the attempt before ended with says nothing of this one.
    this.#last = undefined;
    this.#last = await carry(this.#instance, request, this.#carrier, () => flight.signal);
    return this.#answer(this.#last, request);
  }

  async own(request: OwnRequest, signal: AbortSignal): Promise<Answer> {
    return this.#answer(await carry(this.#instance, request, this.#carrier, () => signal), request);
  }

  #answer(carried: Carried, { url, method }: CcxtRequest): CcxtAnswer {
    const { answer, result, error, loss } = carried;
    if (answer) return { ...answer, url, method, native: carried };
    if (error !== undefined) throw lossOf(error, loss);
    // A `fetch` of the user's own, or a file: whatever it is, ccxt took it.
    const body = typeof result === 'object' && result !== null ? result : unread;
    return { status: 200, headers: {}, body, url, method, native: carried };
  }

  fromBody(body: unknown): Answer {
    const native: Carried = { answer: undefined, result: body, error: undefined, loss: undefined };
    this.#last = native;
    return { status: 200, headers: {}, body, native };
  }

  canceled(reason: unknown): unknown {
    return reason;
  }
}

/** Where it will go, as far as ccxt's tables say: `sign` has the last word. */
function urlOf(instance: CcxtClient, { path, api, params }: Asked): URL {
  const names = typeof api === 'string' ? [api] : api;
  const urls = urlsOf(instance);
  const base = [names.join('.'), names[0] ?? '', 'rest', ...urls.keys()]
    .map((name) => urls.get(name))
    .find((url) => url !== undefined && URL.canParse(url));
  const filled = path.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = members(params)[name];
    return typeof value === 'string' || typeof value === 'number' ? encodeURIComponent(value) : whole;
  });
  const url = new URL(base ?? 'https://localhost');
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${filled.replace(/^\/+/, '')}`;
  return url;
}
