import { type ExchangeSpec, parseHttpDate, type RetryAfterSource, readHeader } from '../internal.ts';
import { messageIn } from './fields.ts';

/** Texts that tell until when an address is banned, in milliseconds since 1970. By ccxt's id of the exchange. */
const texts: Readonly<Record<string, RegExp>> = {
  binance: /banned until (\d{13})\b/,
};

/** Reads the end of a ban from the text of a refusal, where the exchange writes it there and nowhere else. */
export function banReaderOf(family: readonly string[]): Pick<ExchangeSpec, 'retryAfter'> {
  const id = family.find((name) => Object.hasOwn(texts, name));
  const pattern = id === undefined ? undefined : texts[id];
  return pattern ? { retryAfter: (source) => banMs(pattern, source) } : {};
}

function banMs(pattern: RegExp, { body, headers, nowMs }: RetryAfterSource): number | undefined {
  const text = typeof body === 'object' && body !== null ? messageIn(body) : body;
  const [, until] = (typeof text === 'string' ? pattern.exec(text) : undefined) ?? [];
  if (until === undefined) return undefined;
  // By the clock that wrote it, where the answer tells of that.
  const at = parseHttpDate(readHeader(headers, 'date'), nowMs) ?? nowMs;
  return Math.max(0, Number(until) - at);
}
