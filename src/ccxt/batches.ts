// Answers to batches of orders: what became of each.
import { type ItemResult, valueAt } from '../internal.ts';
import { isGoodCode } from './answer-fields.ts';

/** Where an exchange's answers to batches have the result of each order. */
interface BatchShape {
  /** Path of the list; empty: the answer itself. */
  readonly at: string;
  readonly code?: string;
  readonly message?: string;
  /** A text here is a failure. */
  readonly error?: string;
  /** `false` here is a failure, and so is the word `fail`. */
  readonly flag?: string;
  /** The list holds the failed ones only; those that worked are here. */
  readonly doneAt?: string;
}

/** By ccxt's id of the exchange, or of the one that it is derived from. */
const shapes: Readonly<Record<string, readonly BatchShape[]>> = {
  binance: [{ at: '', code: 'code', message: 'msg' }],
  aster: [{ at: '', code: 'code', message: 'msg' }],
  bybit: [{ at: 'retExtInfo.list', code: 'code', message: 'msg' }],
  okx: [{ at: 'data', code: 'sCode', message: 'sMsg' }],
  kraken: [{ at: 'result.orders', error: 'error' }],
  krakenfutures: [{ at: 'batchStatus', error: 'error' }],
  hyperliquid: [{ at: 'response.data.statuses', error: 'error' }],
  gate: [{ at: '', flag: 'succeeded', code: 'label', message: 'message' }],
  bitget: [{ at: 'data.failureList', code: 'errorCode', message: 'errorMsg', doneAt: 'data.successList' }],
  htx: [
    { at: 'data.errors', code: 'err_code', message: 'err_msg', doneAt: 'data.successes' },
    { at: 'data', code: 'err-code', message: 'err-msg' },
  ],
  kucoin: [
    { at: 'data', flag: 'success', message: 'failMsg' },
    { at: 'data.data', flag: 'status', message: 'failMsg' },
  ],
  coinex: [{ at: 'data', code: 'code', message: 'message' }],
  poloniex: [{ at: '', code: 'code', message: 'message' }],
  mexc: [{ at: '', code: 'code', message: 'msg' }],
};

/** What one item's code or text means. @param alone the item, where it is an answer by itself. */
export type JudgeItem = (
  code: string | undefined,
  message: string | undefined,
  alone: object | undefined,
) => Omit<ItemResult, 'index' | 'ok'>;

/** The results of a batch of which at least one failed; undefined for any other answer. */
export function readBatch(
  family: readonly string[],
  value: object,
  judge: JudgeItem,
): readonly ItemResult[] | undefined {
  for (const shape of family.flatMap((id) => (Object.hasOwn(shapes, id) ? (shapes[id] ?? []) : []))) {
    const list = shape.at === '' ? value : valueAt(value, shape.at);
    if (!Array.isArray(list)) continue;
    const done = shape.doneAt === undefined ? 0 : countOf(valueAt(value, shape.doneAt));
    const good = Array.from({ length: done }, (_, index) => ({ index, ok: true }));
    const items = [...good, ...list.map((item: unknown, index) => toItem(shape, item, index + done, judge))];
    if (items.some(({ ok }) => !ok)) return items;
  }
  return undefined;
}

function toItem(shape: BatchShape, item: unknown, index: number, judge: JudgeItem): ItemResult {
  if (typeof item !== 'object' || item === null) return { index, ok: true };
  const code = textAt(item, shape.code);
  const message = textAt(item, shape.message) ?? textAt(item, shape.error);
  const flag = shape.flag === undefined ? undefined : valueAt(item, shape.flag);
  const hasCode =
    code !== undefined && !isGoodCode(code) && (message !== undefined || shape.message === undefined);
  const failed =
    flag === false ||
    flag === 'fail' ||
    textAt(item, shape.error) !== undefined ||
    (flag === undefined && hasCode);
  if (!failed) return { index, ok: true };
  // Where the list is the answer, each entry is an answer of its own.
  return { index, ok: false, ...judge(code, message, shape.at === '' ? item : undefined) };
}

function textAt(item: object, field: string | undefined): string | undefined {
  const text = field === undefined ? undefined : valueAt(item, field);
  return (typeof text === 'string' && text !== '') || typeof text === 'number' ? String(text) : undefined;
}

function countOf(list: unknown): number {
  if (Array.isArray(list)) return list.length;
  // HTX joins ids by commas.
  return typeof list === 'string' && list !== '' ? list.split(',').length : 0;
}

/** Whether an answer holds a list of several objects: an error in it may be about one of them. */
export function holdsMany(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null || depth > 4) return false;
  if (Array.isArray(value) && value.length > 1 && value.every((one) => typeof one === 'object')) return true;
  return Object.values(value).some((child) => holdsMany(child, depth + 1));
}
