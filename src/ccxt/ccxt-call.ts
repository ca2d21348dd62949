// One call of ccxt's as the gateway carries it.
import {
  type Answer,
  type CallOptions,
  isRead,
  type OutgoingRequest,
  type OwnRequest,
  type Sign,
  type Signature,
  type TransportCall,
  unread,
} from '../internal.ts';
import { type CcxtResult, parseByCcxt, sendByCcxt, signByCcxt, toLoss } from './ccxt-transport.ts';
import { sentParameters } from './sent-parameters.ts';
import { sentUrl, tableUrl } from './sent-url.ts';
import type { CcxtClient, CcxtRequest, UnsignedRequest } from './shape.ts';
import { signLookUp } from './sign-look-up.ts';

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
   * @param isNative whether one of our own definitions looks at it, by the path that is sent.
   */
  constructor(
    instance: CcxtClient,
    unsigned: UnsignedRequest,
    gateway: object,
    units: TransportCall['units'],
    isNative: boolean,
  ) {
    this.#instance = instance;
    this.#gateway = gateway;
    this.units = units;
    this.#unsigned = unsigned;
    this.#url = isNative ? sentUrl(instance, unsigned) : tableUrl(instance, unsigned);
    this.method = unsigned.method.toUpperCase();
    this.path = this.#url.pathname;
    const sign: Sign = async (_, { timestamp }) => {
      return signatureOf(await this.#sign(timestamp));
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
    const answer = this.#answer(await sendByCcxt(this.#instance, request, this.#gateway, signal), request);
    return { ...answer, body: answer.text?.() ?? answer.body };
  }

  signLookUp(request: OwnRequest): Sign {
    return async (_, { timestamp }) => signatureOf(await signLookUp(this.#instance, request, timestamp));
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
    const result = typeof body === 'string' ? parseByCcxt(this.#instance, body) : body;
    const native: CcxtResult = { answer: undefined, result, error: undefined, loss: undefined };
    this.#last = native;
    return { status: 200, headers: {}, body, native };
  }

  canceled(reason: unknown): unknown {
    return reason;
  }
}

/** What was signed, as the gateway keeps it: it reads there until when a copy can be accepted, and what must not be printed. */
function signatureOf({ url, headers, body }: CcxtRequest): Signature {
  const query = url.split('?')[1];
  return {
    ...(headers && { headers }),
    ...(query !== undefined && { query }),
    ...(typeof body === 'string' && { body }),
  };
}
