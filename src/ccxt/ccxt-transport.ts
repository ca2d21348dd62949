// Signs and sends one request by ccxt's own means.
import { carriedThrough, UnsentError } from '../internal.ts';
import { type CcxtClient, type CcxtRequest, members, toRequest, viewOf } from './shape.ts';

/** How one request over ccxt's own transport ended: with an answer, or without. */
export interface CcxtResult {
  /** Undefined where no answer came, or where a `fetch` of the user's own did not show it. */
  readonly answer:
    | {
        readonly status: number;
        readonly headers: Readonly<Record<string, string>>;
        readonly body: unknown;
        readonly text: () => string;
      }
    | undefined;
  /** What `fetch` of ccxt's resolved with. */
  readonly result: unknown;
  /** What ccxt's `fetch` rejected with: the class of the answer, or of the loss. */
  readonly error: unknown;
  /** What the transport rejected with, before ccxt replaced it by an error of its own. */
  readonly loss: unknown;
}

type Send = (url: string, params: RequestInit) => Promise<unknown>;

/**
 * Sends through ccxt's own `fetch`: its proxies, headers, timeout and parsing. The answer is noted where ccxt hands it to
 * `handleErrors`, the loss where the transport reports it.
 * @param gateway which the call goes through: a `ccxtFetch` below, of the same gateway, lets it pass.
 * @returns never rejects: a failure is in the result.
 */
export async function sendByCcxt(
  instance: CcxtClient,
  { url, method, headers, body }: CcxtRequest,
  gateway: object,
  signal: AbortSignal,
): Promise<CcxtResult> {
  let answer: CcxtResult['answer'];
  let loss: unknown;
  const noting = (send: Send): Send =>
    carrying(gateway, signal, send, (error) => {
      loss = error;
    });
  const replaced: Record<string, unknown> = {
    handleErrors: (...args: Parameters<CcxtClient['handleErrors']>): unknown => {
      const [status, , , , responseHeaders, text, value] = args;
      const isParsed = typeof value === 'object' && value !== null;
      answer = { status, headers: responseHeaders, body: isParsed ? value : text, text: () => text };
      return instance.handleErrors.apply(view, args);
    },
  };
  const view = viewOf(instance, replaced);
  for (const name of ['undiciRequest', 'fetchImplementation'] as const) {
    // Read when ccxt asks for it, since ccxt makes it with the first request.
    const get = (): unknown => {
      const send: unknown = Reflect.get(instance, name);
      return typeof send === 'function'
        ? noting((to, params) => Reflect.apply(send, view, [to, params]))
        : send;
    };
    Object.defineProperty(replaced, name, { enumerable: true, get });
  }
  try {
    const result = await view.fetch(url, method, headers, body);
    return { answer, result, error: undefined, loss: undefined };
  } catch (error) {
    return { answer, result: undefined, error, loss };
  }
}

/** Sends past the gateway that the request went through already. */
function carrying(gateway: object, signal: AbortSignal, send: Send, onLoss: (error: unknown) => void): Send {
  return async (to, params) => {
    try {
      return await send(to, carriedThrough(gateway, withSignal(params, signal)));
    } catch (error) {
      onLoss(error);
      throw error;
    }
  };
}

function withSignal(params: RequestInit, signal: AbortSignal): RequestInit {
  return { ...params, signal: params.signal ? AbortSignal.any([params.signal, signal]) : signal };
}

/** A text as ccxt parses it, which keeps the digits of long numbers its own way; the text itself where it cannot. */
export function parseByCcxt(instance: CcxtClient, text: string): unknown {
  return instance.parseJson?.(text) ?? text;
}

/** Clocks that are less apart, in milliseconds, are one clock that was read at two instants. */
const noticeableMs = 5;

/**
 * Signs as ccxt does, on the exchange's clock where that is known to differ from ours.
 * @param args those of ccxt's `sign`.
 * @param timestamp the exchange's time, in milliseconds since 1970.
 * @throws {TypeError} where `sign` returns no request; and what `sign` throws.
 */
export async function signByCcxt(
  instance: CcxtClient,
  args: Parameters<CcxtClient['sign']>,
  timestamp: number,
): Promise<CcxtRequest> {
  const driftMs = timestamp - Date.now();
  if (Math.abs(driftMs) < noticeableMs) return toRequest(await instance.sign(...args));
  // The instance subtracts its own correction from this time: added here, the clock is corrected once.
  const { timeDifference } = members(instance.options);
  const now = timestamp + (typeof timeDifference === 'number' ? timeDifference : 0);
  const view = viewOf(instance, {
    milliseconds: () => now,
    microseconds: () => now * 1000,
    seconds: () => Math.floor(now / 1000),
  });
  return toRequest(await view.sign(...args));
}

/** A request without an answer: what was lost is the `cause`, and ccxt's name for it the `name`, so that both are read. */
export class LostRequest extends Error {
  constructor(error: unknown, loss: unknown) {
    super(error instanceof Error ? error.message : String(error), { cause: loss ?? error });
    const name = error instanceof Error ? error.name : '';
    this.name = name === 'RequestTimeout' ? 'TimeoutError' : name;
  }
}

/** Why a request has no answer. That ccxt refuses to send through two proxies at once proves that nothing was sent. */
export function toLoss(error: unknown, loss: unknown): LostRequest | UnsentError {
  const isRefusedHere = error instanceof Error && error.name === 'InvalidProxySettings';
  return isRefusedHere ? new UnsentError('invalid-request', error) : new LostRequest(error, loss);
}
