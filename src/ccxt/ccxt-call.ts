// One call of ccxt's as the gateway carries it.
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
import { type CcxtResult, sendByCcxt, signByCcxt, toLoss } from './ccxt-transport.ts';
import { sentParameters } from './sent-parameters.ts';
import { type ApiName, type CcxtClient, type CcxtRequest, members, urlsOf } from './shape.ts';

/** The arguments of ccxt's `sign`: a request before it is signed. */
export interface UnsignedRequest {
  readonly path: string;
  readonly api: ApiName;
  readonly method: string;
  readonly params: object;
  readonly headers: unknown;
  readonly body: unknown;
}

/** An answer with what ccxt made of it. */
type CcxtAnswer = Answer & { readonly url: string; readonly method: string };

/** Signed anew by ccxt for every attempt, after that attempt was admitted. */
export class CcxtCall implements TransportCall {
  readonly method: string;
  readonly path: string;
  readonly options: CallOptions = {};
  readonly units: TransportCall['units'];
  readonly replayable = true;
  readonly signal: undefined;
  readonly config: undefined;
  readonly sign: () => Sign;
  readonly #instance: CcxtClient;
  readonly #unsigned: UnsignedRequest;
  readonly #gateway: object;
  readonly #url: URL;
  #request: CcxtRequest | undefined;
  #last: CcxtResult | undefined;

  /**
   * @param gateway which it goes through.
   * @param units what it costs, by the names of limits.
   */
  constructor(
    instance: CcxtClient,
    unsigned: UnsignedRequest,
    gateway: object,
    units: TransportCall['units'],
  ) {
    this.#instance = instance;
    this.#gateway = gateway;
    this.units = units;
    this.#unsigned = unsigned;
    this.#url = urlOf(instance, unsigned);
    this.method = unsigned.method.toUpperCase();
    this.path = this.#url.pathname;
    const sign: Sign = async (_, { timestamp }) => {
      await this.#sign(timestamp);
      return {};
    };
    this.sign = () => sign;
  }

  /** The last request, signed. */
  get request(): CcxtRequest | undefined {
    return this.#request;
  }

  /** How the last attempt ended for ccxt. */
  get last(): CcxtResult | undefined {
    return this.#last;
  }

  async #sign(timestamp: number): Promise<CcxtRequest> {
    const { path, api, method, params, headers, body } = this.#unsigned;
    this.#request = await signByCcxt(this.#instance, [path, api, method, params, headers, body], timestamp);
    return this.#request;
  }

  describe(): OutgoingRequest {
    const { params } = this.#unsigned;
    const { query, body } = sentParameters(params, this.#request, isRead(this.method));
    const url = new URL(this.#url);
    url.search = query;
    return { method: this.method, url, path: this.path, query, headers: {}, body };
  }

  async send(_: unknown, flight: { readonly signal: AbortSignal }): Promise<Answer> {
    const request = this.#request ?? (await this.#sign(Date.now()));
    this.#instance.setLastRestRequestTimestamp?.();
    this.#instance.setLastRequest?.(request);
    // Until this attempt ends nothing is known of it, whatever the one before ended with.
    this.#last = undefined;
    this.#last = await sendByCcxt(this.#instance, request, this.#gateway, flight.signal);
    return this.#answer(this.#last, request);
  }

  async own(request: OwnRequest, signal: AbortSignal): Promise<Answer> {
    return this.#answer(await sendByCcxt(this.#instance, request, this.#gateway, signal), request);
  }

  #answer(result: CcxtResult, { url, method }: CcxtRequest): CcxtAnswer {
    const { answer, result: value, error, loss } = result;
    if (answer) return { ...answer, url, method, native: result };
    if (error !== undefined) throw toLoss(error, loss);
    // A `fetch` of the user's own, or a file: ccxt took it for a good answer.
    const body = typeof value === 'object' && value !== null ? value : unread;
    return { status: 200, headers: {}, body, url, method, native: result };
  }

  fromBody(body: unknown): Answer {
    const native: CcxtResult = { answer: undefined, result: body, error: undefined, loss: undefined };
    this.#last = native;
    return { status: 200, headers: {}, body, native };
  }

  canceled(reason: unknown): unknown {
    return reason;
  }
}

/** The URL by ccxt's tables; the one that is sent to is made by `sign`. */
function urlOf(instance: CcxtClient, { path, api, params }: UnsignedRequest): URL {
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
