// Why a simulated exchange refuses, and by which of its codes.

/** Why a simulated exchange refuses. */
export type Refusal = RequiredRefusal | OptionalRefusal;

/** Refusals that every dialect has a code for. */
export type RequiredRefusal =
  | 'throttle'
  | 'timestamp'
  /** The order's own validity ended before it arrived. */
  | 'expired'
  | 'missing-timestamp'
  | 'api-key'
  | 'signature'
  /** A nonce that was used before. */
  | 'replay'
  | 'funds'
  | 'duplicate'
  | 'order-not-found'
  | 'invalid-order'
  | 'invalid-client-order-id'
  | 'batch-size'
  | 'no-route'
  | 'server';

/** Refusals that not every exchange has a code of its own for. */
export type OptionalRefusal =
  /** A cancel or an amend of an order that is filled or cancelled. */
  | 'order-closed'
  /** More orders in one cancel than it takes. */
  | 'cancel-size'
  /** A market that the exchange does not have. */
  | 'symbol'
  /** A limit order without a price, or with one that is none. */
  | 'price'
  /** A body whose content type is not the one that the exchange reads. */
  | 'content-type';

/** An exchange's codes. */
export type RefusalCodes = Readonly<
  Record<RequiredRefusal, string> & Partial<Record<OptionalRefusal, string>>
>;

const insteadOf: Readonly<Record<OptionalRefusal, RequiredRefusal>> = {
  'order-closed': 'order-not-found',
  'cancel-size': 'batch-size',
  symbol: 'invalid-order',
  price: 'invalid-order',
  'content-type': 'invalid-order',
};

/** The exchange's code for a refusal: of one that it has none for, that of the nearest. */
export function codeOf({ codes }: { readonly codes: RefusalCodes }, why: Refusal): string {
  return codes[why] ?? codes[insteadOf[why as OptionalRefusal]];
}
