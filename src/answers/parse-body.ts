// What an answer's body is: JSON, a page, nothing, or not readable.
import { isArrayBuffer } from './is-array-buffer.ts';

/** What an answer's body turned out to be. */
export type Body =
  | { readonly kind: 'json'; readonly value: object }
  | { readonly kind: 'empty' | 'html' | 'unreadable' };

const empty: Body = { kind: 'empty' };
const html: Body = { kind: 'html' };
const unreadable: Body = { kind: 'unreadable' };

/** @param body text, bytes, or a value that the client parsed already. Never throws. */
export function parseBody(body: unknown): Body {
  if (typeof body === 'string') return readText(body);
  if (body === null || body === undefined) return empty;
  if (isArrayBuffer(body) || ArrayBuffer.isView(body)) return readText(new TextDecoder().decode(body));
  return typeof body === 'object' ? { kind: 'json', value: body } : unreadable;
}

function readText(text: string): Body {
  const start = firstVisible(text);
  if (start === '') return empty;
  if (start === '<') return html;
  // Exchanges answer with objects and lists; a lone word or number comes from a program in front of one.
  if (start !== '{' && start !== '[') return unreadable;
  try {
    return { kind: 'json', value: JSON.parse(text.trimStart()) };
  } catch {
    return unreadable;
  }
}

/** A byte order mark counts as white space here, as it does for `trim`. */
function firstVisible(text: string): string {
  const head = text.charAt(0);
  return head === '{' || head === '[' ? head : text.trimStart().charAt(0);
}
