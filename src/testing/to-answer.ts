// Makes the answer of a request as it travels.
import type { Call, Usage } from './dialect.ts';
import { type DraftAnswer, firstHalf, type Phrases } from './distort.ts';
import { refusal, refusalByCode } from './execute.ts';
import type { DialectContext } from './execution-context.ts';
import type { Fault } from './faults.ts';
import type { Delivery, SimAnswer } from './sim-request.ts';
import type { ResolvedOptions } from './simulate-options.ts';

const utf8 = new TextEncoder();
const types = { json: 'application/json;charset=UTF-8', html: 'text/html', text: 'text/plain' };

/** How an answer is on its way. */
interface SentAnswer {
  /** On the exchange's clock, in milliseconds since 1970. */
  readonly serverAt: number;
  readonly fault: Fault | undefined;
  readonly usage: readonly Usage[];
  readonly delivery: Delivery;
}

/** The answer as it travels. */
export function toAnswer(
  draft: DraftAnswer,
  { serverAt, fault, usage, delivery }: SentAnswer,
  { dialect, latencyMs }: Pick<ResolvedOptions, 'dialect' | 'latencyMs'>,
): SimAnswer {
  const slowMs = fault?.kind === 'delay' ? (fault.delayMs ?? 1000) : 0;
  const headers = {
    'content-type': types[draft.type],
    'content-length': String(utf8.encode(draft.text).length),
    date: new Date(serverAt).toUTCString(),
    ...(draft.retryAfterMs === undefined
      ? {}
      : { 'retry-after': String(Math.ceil(draft.retryAfterMs / 1000)) }),
    ...dialect.headers?.(usage, serverAt),
  };
  return {
    status: draft.status,
    headers: delivery === 'none' ? {} : headers,
    body: delivery === 'whole' ? draft.text : delivery === 'cut' ? firstHalf(draft.text) : '',
    delivery,
    delayMs: latencyMs + slowMs,
    ...(fault ? { fault: fault.kind } : {}),
  };
}

/** The exchange's own refusals, for faults that are answered by the exchange. */
export function phrasesOf(call: Call, context: DialectContext): Phrases {
  return {
    server: () => ({ ...refusal('server', call, context), status: 500 }),
    code: (code) => ({
      ...refusalByCode(code === undefined ? context.dialect.words['invalid-order'] : { code }, call, context),
      status: 200,
    }),
    throttle: (retryAfterMs) => ({
      ...refusal('throttle', call, context),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    }),
  };
}
