// What gateways behind one address share: a book for each exchange.
import { IpBook } from './ip-book.ts';

/** Exchanges behind one address are a handful: more books than this are a mistake. */
const mostBooks = 1000;

/**
 * What several gateways of one address share: made by `sharedIp()`, given to `createGateway({ ip })`. Gateways of
 * different exchanges may have one too: each exchange has its own book in it.
 */
export class SharedIp {
  readonly #books = new Map<string, IpBook>();

  /** For gateways: what those of one exchange share. @internal */
  bookOf(exchangeId: string, now: () => number): IpBook {
    const known = this.#books.get(exchangeId);
    if (known) return known;
    if (this.#books.size >= mostBooks)
      throw new RangeError(`One \`sharedIp()\` is for ${mostBooks} exchanges at most: make another one.`);
    const book = new IpBook(now);
    this.#books.set(exchangeId, book);
    return book;
  }
}

/**
 * Makes what gateways behind one address share, since an exchange counts some limits by address and some by account:
 * gateways that are given the same one share the limits of scope `ip`, their pauses, and one queue; limits of scope
 * `account` stay apart. All state is in the value: two of them know nothing of each other.
 *
 * @example
 * const ip = sharedIp();
 * const first = createGateway({ exchange: mexcContract, ip, sign: mexcContract.signer(keysOfFirst) });
 * const second = createGateway({ exchange: mexcContract, ip, sign: mexcContract.signer(keysOfSecond) });
 */
export function sharedIp(): SharedIp {
  return new SharedIp();
}
