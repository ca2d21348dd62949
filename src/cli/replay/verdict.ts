import {
  type Classification,
  classifyAs,
  type Failure,
  type HeadersLike,
  type Phase,
  type RouteInfo,
} from '../../internal.ts';
import type { Recorded } from './record.ts';

const good: Classification = Object.freeze({ ok: true });

/** What the library would have understood of how a request ended. */
export function judge({ exchange, end }: Recorded, route: RouteInfo): Classification {
  switch (end.kind) {
    case 'good':
      return good;
    case 'answer':
      return classifyAs(exchange, end, route.kind, Date.now());
    case 'fault':
      return {
        ok: false,
        category: end.category,
        outcome: end.phase === 'not-sent' ? 'rejected' : 'unknown',
      };
    case 'judged': {
      const { category, outcome, code } = end;
      const entry = code === undefined ? undefined : exchange.codes.rest.get(code);
      const failure: Failure = { ok: false, category, outcome };
      return { ...failure, ...(code !== undefined && { code }), ...(entry && { entry }) };
    }
  }
}

export function phaseOf({ end }: Recorded): Phase {
  return end.kind === 'fault' || end.kind === 'judged' ? end.phase : 'answered';
}

export function statusOf({ end }: Recorded): number | undefined {
  return end.kind === 'answer' || end.kind === 'judged' ? end.status : undefined;
}

export function headersOf({ end }: Recorded): HeadersLike | undefined {
  return end.kind === 'answer' ? end.headers : undefined;
}
