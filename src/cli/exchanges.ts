import type { Exchange } from '../internal.ts';

/** How an exchange is called in a headline. */
export function titleOf({ name, id }: Exchange): string {
  return `${name} (${id})`;
}
