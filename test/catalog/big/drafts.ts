import { existsSync, readFileSync } from 'node:fs';
import type { AnswerSpec } from '../../../src/catalog/answer-spec.ts';
import { exchanges } from '../../../src/catalog/built-in.ts';
import { answers as bybit } from '../../../src/catalog/bybit/answers.ts';
import { defineExchange } from '../../../src/catalog/define.ts';
import type { Exchange, Route } from '../../../src/catalog/exchange.ts';
import { answers as kraken } from '../../../src/catalog/kraken/answers.ts';
import { answers as okx } from '../../../src/catalog/okx/answers.ts';
import type { ItemResult } from '../../../src/types.ts';

/** As `bodies.test.ts` describes it. */
export interface Body {
  readonly transport: 'rest' | 'ws';
  readonly method?: string;
  readonly url?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly now?: number;
  readonly body: string;
  readonly expected: {
    readonly ok: boolean;
    readonly code?: string;
    readonly category?: string;
    readonly outcome?: string;
    readonly items?: readonly Pick<ItemResult, 'index' | 'ok' | 'code'>[];
    readonly retryAfterMs?: number;
  };
  readonly why: string;
}

const folder = new URL('../../fixtures/big/', import.meta.url);

const order = (...paths: readonly string[]): Route[] => paths.map((path) => ({ path, kind: 'order' }));
const read = (...paths: readonly string[]): Route[] => paths.map((path) => ({ path, kind: 'read' }));

/** Which requests place orders, and which only read though they are posted: the rest is told by the method. */
const specs: Readonly<Record<string, readonly [AnswerSpec, readonly Route[]]>> = {
  bybit: [
    bybit,
    order('/v5/order/create', '/v5/order/create-batch', '/v5/order/amend', '/v5/order/amend-batch'),
  ],
  okx: [
    okx,
    [
      ...['order', 'batch-orders', 'amend-order', 'amend-batch-orders'].map(
        (name): Route => ({ method: 'POST', path: `/api/v5/trade/${name}`, kind: 'order' }),
      ),
    ],
  ],
  kraken: [
    kraken,
    [
      ...order('/0/private/AddOrder', '/0/private/AddOrderBatch', '/0/private/AmendOrder'),
      ...read(
        ...['Balance', 'OpenOrders', 'ClosedOrders', 'QueryOrders', 'GetWebSocketsToken'].map(
          (name) => `/0/private/${name}`,
        ),
      ),
    ],
  ],
};

/** What is known of the answers of five exchanges, as exchanges: the built-in ones, and drafts of the others. */
export const drafts: Readonly<Record<string, Exchange>> = {
  ...Object.fromEntries(
    Object.entries(specs).map(([id, [spec, routes]]) => [
      id,
      defineExchange({ ...spec, id, name: id, routes }),
    ]),
  ),
  ...Object.fromEntries(
    exchanges
      .filter(({ id }) => existsSync(new URL(`${id}.bodies.json`, folder)))
      .map((exchange) => [exchange.id, exchange]),
  ),
};

/** The answers that were collected, with what they mean. */
export function bodiesOf(id: string): readonly Body[] {
  return JSON.parse(readFileSync(new URL(`${id}.bodies.json`, folder), 'utf8'));
}
