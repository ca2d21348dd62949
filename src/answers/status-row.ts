// The profile's own row for the status of an answer.

import type { Exchange } from '../catalog/exchange.ts';
import type { StatusRow } from '../catalog/limit-signals.ts';
import type { RawAnswer } from '../types.ts';
import { readHeader } from './headers.ts';
import { isArrayBuffer } from './is-array-buffer.ts';
import { parseBody } from './parse-body.ts';
import { envelopeOf, readMessage } from './read-envelope.ts';
import { beginsWith, holds } from './same-text.ts';

/** A page is longer than any text that is looked for in it. */
const longestPage = 4000;

type PartialAnswer = Partial<RawAnswer>;

/** The first row that fits status and body. */
export function findStatusRow(exchange: Exchange, answer: PartialAnswer): StatusRow | undefined {
  return exchange.statuses.find((row) => row.status === answer.status && fitsBody(exchange, row, answer));
}

/** Whether the exchange publishes that under this status, with this text, nothing was done. */
export function provesRefusal(exchange: Exchange, answer: PartialAnswer): boolean {
  const row = findStatusRow(exchange, answer);
  return row?.text !== undefined && row.outcome === 'rejected';
}

function fitsBody(exchange: Exchange, { html, text }: StatusRow, answer: PartialAnswer): boolean {
  if (html === undefined && text === undefined) return true;
  const isPage = isHtml(answer);
  if (html !== undefined && html !== isPage) return false;
  if (text === undefined) return true;
  const words = readWords(exchange, answer);
  return words !== undefined && (isPage ? holds(words, text) : beginsWith(words, text));
}

function isHtml({ headers, body }: PartialAnswer): boolean {
  return parseBody(body).kind === 'html' || /html/i.test(readHeader(headers, 'content-type') ?? '');
}

/** The text of an answer: its message, or the beginning of a body that is no JSON. */
export function readWords(exchange: Exchange, { body, transport }: PartialAnswer): string | undefined {
  const parsed = parseBody(body);
  if (parsed.kind === 'json') return readMessage(envelopeOf(exchange, transport), parsed.value);
  return readText(body);
}

/** The beginning of a body that is text, or of bytes that are. */
export function readText(body: unknown): string | undefined {
  if (typeof body === 'string') return body.slice(0, longestPage);
  if (isArrayBuffer(body)) return new TextDecoder().decode(body.slice(0, longestPage));
  if (!ArrayBuffer.isView(body)) return undefined;
  const { buffer, byteOffset, byteLength } = body;
  return new TextDecoder().decode(new Uint8Array(buffer, byteOffset, Math.min(byteLength, longestPage)));
}
