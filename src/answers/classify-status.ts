// What an HTTP status means where the body says nothing.
import type { StatusRow } from '../catalog/limit-signals.ts';
import type { Category, Failure, RawAnswer } from '../types.ts';
import { readHeader } from './headers.ts';
import type { Body } from './parse-body.ts';

/** What a status by itself proves. */
export interface StatusMeaning {
  readonly category: Category;
  readonly outcome: 'rejected' | 'unknown';
}

/** Whether the status says that all is well; without a status nothing contradicts that. */
export function isGoodStatus(status = 200): boolean {
  return status >= 200 && status < 300;
}

/** What a status means beside a code that no table lists: only one that speaks clearly counts, else all is unknown. */
export function meaningOfStatus(status: number): StatusMeaning {
  if (status === 429 || status === 418) return { category: 'rate-limit', outcome: 'rejected' };
  if (status === 504) return { category: 'timeout', outcome: 'unknown' };
  return { category: status >= 500 ? 'server' : 'unknown', outcome: 'unknown' };
}

/**
 * What an answer without a recognised body means.
 * @param row the profile's own for it
 */
export function classifyStatus(answer: RawAnswer, body: Body, row: StatusRow | undefined): Failure {
  const status = answer.status ?? 200;
  const isHtml = body.kind === 'html' || /html/i.test(readHeader(answer.headers, 'content-type') ?? '');
  const fail = (category: Category, outcome: 'rejected' | 'unknown'): Failure => ({
    ok: false,
    category,
    outcome,
    message: describe(answer.status, body),
  });
  if (row) return fail(row.category, row.outcome);
  if (status === 429 || status === 418 || (status === 403 && isHtml)) return fail('rate-limit', 'rejected');
  if (status === 401) return fail('auth', 'rejected');
  if (status === 408 || status === 504) return fail('timeout', 'unknown');
  if (status >= 400 && status < 500) return fail('invalid-request', 'rejected');
  return fail('server', 'unknown');
}

function describe(status: number | undefined, body: Body): string {
  const what = {
    json: 'JSON that is not an answer of this exchange',
    empty: 'an empty body',
    html: 'an HTML page',
    unreadable: 'a body that is not complete JSON',
  }[body.kind];
  return status === undefined ? what : `HTTP ${status} with ${what}`;
}
