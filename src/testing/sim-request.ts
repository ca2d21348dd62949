// What a simulated exchange gets and answers: the types.

/** A request as a simulated exchange receives it. */
export interface SimRequest {
  /** Upper case. */
  readonly method: string;
  /** Without query. */
  readonly path: string;
  /** Without the question mark. @default '' */
  readonly query?: string;
  /** Names in any case. @default none, and then the content type is not checked */
  readonly headers?: Readonly<Record<string, string>>;
  /** As it is sent. @default '' */
  readonly body?: string;
  /** When it arrived, in milliseconds since 1970 on the simulator's `now`. @default now() */
  readonly at?: number;
}

/**
 * How an answer travels. `none`: the connection dies without one. `cut`: it dies after `body`, which is less than the
 * header `content-length` promised.
 */
export type Delivery = 'whole' | 'cut' | 'none';

/** What the simulated exchange does with a request. */
export interface SimAnswer {
  /** 0 when the request never arrived. */
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The text that arrives. */
  readonly body: string;
  /** How the answer reaches the client, or does not. */
  readonly delivery: Delivery;
  /** How long the answer is held back, in milliseconds. */
  readonly delayMs: number;
  /** The fault that was played, if any. */
  readonly fault?: string;
}

/** What signatures are checked against. */
export interface Credentials {
  /** The name of the key, as requests carry it. */
  readonly apiKey: string;
  /** The secret of an HMAC scheme, or a private key where the exchange's signer takes one. */
  readonly apiSecret?: string;
  /** Of keys that have one. */
  readonly passphrase?: string;
  /** The public half in PEM, for exchanges that take RSA. */
  readonly publicKey?: string;
}

/** What an exchange does with a request, at once and synchronously. */
export type PlayRequest = (request: SimRequest) => SimAnswer;
