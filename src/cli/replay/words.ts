import type { Failure } from '../../internal.ts';
import { printable } from '../text/printable.ts';
import type { Request } from './standing.ts';

/** How a request is called in a moment. */
export function callOf({ recorded: { method, path } }: Request): string {
  return `${method} ${path}`;
}

export function causeOf({ code, category }: Failure): string {
  return code === undefined ? category : `code ${printable(code, 40)}, ${category}`;
}

/** What makes two orders one and the same; undefined where nothing does. */
export function orderOf({ recorded: { clientOrderId, path }, route }: Request): string | undefined {
  return route.kind === 'order' && clientOrderId !== undefined ? `${path} ${clientOrderId}` : undefined;
}
