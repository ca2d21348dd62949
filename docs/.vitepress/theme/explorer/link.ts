// The explorer's state in the address bar.
import type { Filters } from './find.ts';

/** The part of the address after `#`. */
export interface Link extends Filters {
  readonly query: string;
}

/** Answers hold ids and amounts: what is longer than a few words stays out of the address bar and the history. */
const longest = 80;

/** `#q=510&exchange=mexc-contract`; empty where there is nothing to say. */
export function toHash({ query, exchange, category }: Link): string {
  const isShort = query.length <= longest && !/[{[<\n]/.test(query);
  const parts = { q: isShort ? query.trim() : '', exchange, category };
  const pairs = Object.entries(parts).filter(([, value]) => value !== '');
  return pairs.length === 0
    ? ''
    : `#${pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
}

export function fromHash(hash: string): Link {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  return {
    query: given.get('q') ?? '',
    exchange: given.get('exchange') ?? '',
    category: given.get('category') ?? '',
  };
}
