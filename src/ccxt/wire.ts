import { carriedThrough } from '../internal.ts';
import { asRequest, type CcxtClient, type CcxtRequest, viewOf } from './client.ts';
import { members } from './shape.ts';

/** How one request over ccxt's own transport ended: with an answer, or without. */
export interface Carried {
  /** Undefined: no answer came, or somebody's own `fetch` kept it to itself. */
  readonly answer:
    | { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: unknown }
    | undefined;
  /** What `fetch` of ccxt's resolved with. */
  readonly result: unknown;
  /** What it rejected with: the class of the answer, or of the loss. */
  readonly error: unknown;
  /** What the transport rejected with, before ccxt put an error of its own in its place. */
  readonly loss: unknown;
}

type Send = (url: string, params: RequestInit) => Promise<unknown>;

/**
 * Sends through ccxt's own `fetch`: its proxies, headers, timeout and parsing. The answer is noted where ccxt hands it to
 * `handleErrors`, the loss where the transport reports it.
 */
export async function carry(
  instance: CcxtClient,
  { url, method, headers, body }: CcxtRequest,
  carrier: object,
  signalOf: () => AbortSignal | undefined,
): Promise<Carried> {
  let answer: Carried['answer'];
  let loss: unknown;
  const noting =
    (send: Send): Send =>
    async (to, params) => {
      try {
        return await send(to, carriedThrough(carrier, withSignal(params, signalOf())));
      } catch (error) {
        loss = error;
        throw error;
      }
    };
  const replaced: Record<string, unknown> = {
    handleErrors: (...args: Parameters<CcxtClient['handleErrors']>): unknown => {
      const [status, , , , responseHeaders, text, value] = args;
      const isParsed = typeof value === 'object' && value !== null;
      answer = { status, headers: responseHeaders, body: isParsed ? value : text };
      return instance.handleErrors.apply(view, args);
    },
  };
  const view = viewOf(instance, replaced);
  for (const name of ['undiciRequest', 'fetchImplementation'] as const) {
    // Read when ccxt asks for it: it is made with the first request.
    Object.defineProperty(replaced, name, {
      enumerable: true,
      get: () => {
        const send: unknown = Reflect.get(instance, name);
        return typeof send === 'function'
          ? noting((to, params) => Reflect.apply(send, view, [to, params]))
          : send;
      },
    });
  }
  try {
    const result = await view.fetch(url, method, headers, body);
    return { answer, result, error: undefined, loss: undefined };
  } catch (error) {
    return { answer, result: undefined, error, loss };
  }
}

function withSignal(params: RequestInit, signal: AbortSignal | undefined): RequestInit {
  if (!signal) return params;
  return { ...params, signal: params.signal ? AbortSignal.any([params.signal, signal]) : signal };
}

/** Signs as ccxt would, on the exchange's clock where that is known to differ from ours. */
export async function signAt(
  instance: CcxtClient,
  asked: readonly [string, unknown, string, object, unknown, unknown],
  timestamp: number,
): Promise<CcxtRequest> {
  const driftMs = timestamp - Date.now();
  if (Math.abs(driftMs) < noticeableMs) return asRequest(await instance.sign(...asked));
  // What the instance corrects by itself is taken out again: two corrections are one too many.
  const { timeDifference } = members(instance.options);
  const now = timestamp + (typeof timeDifference === 'number' ? timeDifference : 0);
  const view = viewOf(instance, {
    milliseconds: () => now,
    microseconds: () => now * 1000,
    seconds: () => Math.floor(now / 1000),
  });
  return asRequest(await view.sign(...asked));
}

/** A clock that was never read gives our own time, a tick apart at most. */
const noticeableMs = 5;
