import type { Exchange } from '../catalog/exchange.ts';

/** How an exchange is called in a headline. */
export function titleOf({ name, id }: Exchange): string {
  return `${name} (${id})`;
}
