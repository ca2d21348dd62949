// What is known of a batch of which the items that were refused for rate reasons go again, alone.

import { summarizeBatch } from '../answers/batch-items.ts';
import { isArrayBuffer } from '../answers/is-array-buffer.ts';
import { rowOfItem } from '../answers/item-result.ts';
import { parseExact, printExact } from '../catalog/exact-json.ts';
import type { Exchange } from '../catalog/exchange.ts';
import type { Answer, TransportCall } from '../transport/call.ts';
import type { Classification, Failure, ItemResult } from '../types.ts';
import type { Ending, SendResult } from './result.ts';
import { spliceAnswer, spliceTwoLists, type TwoLists } from './splice-answer.ts';

/** Under HTTP 5xx what an answer says is in doubt. */
export function isDoubted({ trustsCodesUnder5xx }: Exchange, result: SendResult): boolean {
  return result.kind === 'answer' && (result.answer.status ?? 200) >= 500 && !trustsCodesUnder5xx;
}

/** It certainly had no effect, and the same would be taken later. */
export function isRateRefusal({ ok, category, outcome }: ItemResult): boolean {
  return !ok && category === 'rate-limit' && outcome === 'rejected';
}

/** The answer to the whole of a batch. */
export interface WholeAnswer {
  readonly answer: Answer;
  /** Its body, parsed. */
  readonly body: unknown;
  /** Where it has its items, if not in one list. */
  readonly lists: TwoLists | undefined;
}

/** What is known of the items of one batch, by their places in the caller's request. */
export class BatchRepeat {
  readonly #exchange: Exchange;
  readonly #items: ItemResult[];
  #body: unknown;
  #answer: Answer;
  readonly #lists: TwoLists | undefined;
  /** Places of the items that are sent again, or are to be. */
  #pending: readonly number[];

  constructor(exchange: Exchange, items: readonly ItemResult[], { answer, body, lists }: WholeAnswer) {
    this.#exchange = exchange;
    this.#items = [...items];
    this.#body = body;
    this.#answer = answer;
    this.#lists = lists;
    this.#pending = this.#refused();
  }

  get pending(): readonly number[] {
    return this.#pending;
  }

  /** The whole batch, as far as it is known. */
  get whole(): Classification {
    return summarizeBatch(this.#items, this.#exchange.codes.rest);
  }

  /** Books the answer to the items that were sent again, or that there was none. */
  add(result: SendResult, classification: Classification): void {
    const places = this.#pending;
    const { items } = classification;
    const isEach =
      items?.length === places.length && this.#isInOrder(items) && !isDoubted(this.#exchange, result);
    for (const [at, place] of places.entries()) {
      const own = isEach ? items[at] : undefined;
      this.#items[place] = own?.index === place ? own : { ...(own ?? asItem(classification)), index: place };
    }
    // Refused as a whole, for its time say, the same items are what is sent next.
    if (result.kind !== 'answer' || !(isEach || classification.ok)) return;
    this.#pending = this.#refused();
    this.#answer = result.answer;
    const splice = { count: this.#items.length, places, isGood: this.whole.ok };
    const repeat = valueIn(result.answer);
    this.#body = this.#lists
      ? spliceTwoLists(this.#body, repeat, splice, this.#lists)
      : spliceAnswer(this.#body, repeat, splice);
  }

  /** Two lists have an order of their own: there the ids tell which item is which. */
  #isInOrder(items: readonly ItemResult[]): boolean {
    const ids = this.#lists?.ids;
    return !ids || items.every(({ id }, at) => id === ids[this.#pending[at] ?? -1]);
  }

  /** The refusal that those to be sent again share; undefined where there are none. */
  refusal(classification: Classification): Failure | undefined {
    const first = this.#items[this.#pending[0] ?? -1];
    if (!first || !isRateRefusal(first) || classification.ok) return undefined;
    const { code, message } = first;
    const { retryAfterMs } = classification;
    const isShown = code !== undefined && code === classification.code;
    const entry = isShown ? classification.entry : rowOfItem(first, this.#exchange.codes.rest);
    return {
      ok: false,
      category: 'rate-limit',
      outcome: 'rejected',
      ...(code !== undefined && { code }),
      ...(message !== undefined && { message }),
      ...(entry && { entry }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
  }

  /** One answer to the whole batch, in the caller's order. */
  answerFor(transport: TransportCall): Answer {
    const { status, accepted } = this.#answer;
    const made = transport.fromBody(printExact(this.#body));
    return { ...made, status, ...(accepted !== undefined && { accepted }) };
  }

  /** How the call ends, said of all items: those that were under way have its outcome. */
  ending(transport: TransportCall, ending: Ending): Ending {
    const { failure } = ending;
    if (failure.outcome === 'unknown' && !failure.items) {
      for (const place of this.#pending) this.#items[place] = { ...asItem(failure), index: place };
    }
    const { whole } = this;
    if (whole.ok) return ending;
    const { category, code, message, entry, retryAfterMs } = failure;
    return {
      ...ending,
      answer: this.answerFor(transport),
      failure: {
        ...whole,
        category,
        ...(code !== undefined && { code }),
        ...(message !== undefined && { message }),
        ...(entry && { entry }),
        ...(retryAfterMs !== undefined && { retryAfterMs }),
      },
    };
  }

  #refused(): readonly number[] {
    return this.#items.filter(isRateRefusal).map(({ index }) => index);
  }
}

/** What holds for each item where nothing is said of them one by one. */
function asItem(classification: Classification): Omit<ItemResult, 'index'> {
  if (classification.ok) return { ok: true };
  const { category, code, message, outcome } = classification;
  return {
    ok: false,
    category,
    outcome: outcome === 'rejected' ? outcome : 'unknown',
    ...(code !== undefined && { code }),
    ...(message !== undefined && { message }),
  };
}

/** The body of an answer, digits kept where its client still has the text. */
export function valueIn({ body, text }: Answer): unknown {
  if (text) return parseExact(text());
  if (typeof body === 'string') return parseExact(body);
  const isBytes = isArrayBuffer(body) || ArrayBuffer.isView(body);
  return isBytes ? parseExact(new TextDecoder().decode(body)) : body;
}
