// What ccxt's error classes mean.
import type { Category } from '../internal.ts';

/**
 * What a class proves about a write. `always`: it names a cause that an exchange finds before it does anything.
 * `refused`: a bucket in which faults of the server are found too, so that the status has to say 4xx as well. `never`:
 * nothing.
 */
export type Proof = 'always' | 'refused' | 'never';

export interface ClassMeaning {
  readonly className: string;
  readonly category: Category;
  readonly proof: Proof;
}

/** A class that is missing here counts as the nearest one that it is derived from. */
const meanings: Readonly<Record<string, readonly [Category, Proof]>> = {
  RateLimitExceeded: ['rate-limit', 'never'],
  DDoSProtection: ['rate-limit', 'never'],
  InvalidNonce: ['timestamp', 'always'],
  // Of an order book that ccxt keeps: derived from `InvalidNonce`, but not about a clock.
  ChecksumError: ['server', 'never'],
  AuthenticationError: ['auth', 'always'],
  PermissionDenied: ['permission', 'always'],
  AccountNotEnabled: ['account', 'always'],
  AccountSuspended: ['account', 'always'],
  RestrictedLocation: ['permission', 'always'],
  ManualInteractionNeeded: ['permission', 'always'],
  InsufficientFunds: ['funds', 'always'],
  OrderNotFound: ['order-not-found', 'always'],
  OrderNotCached: ['order-not-found', 'always'],
  DuplicateOrderId: ['duplicate', 'always'],
  InvalidOrder: ['invalid-order', 'always'],
  OrderImmediatelyFillable: ['invalid-order', 'always'],
  OrderNotFillable: ['invalid-order', 'always'],
  ContractUnavailable: ['market-unavailable', 'always'],
  MarketClosed: ['market-unavailable', 'always'],
  BadSymbol: ['invalid-request', 'always'],
  InvalidAddress: ['invalid-request', 'always'],
  NoChange: ['invalid-request', 'always'],
  BadRequest: ['invalid-request', 'refused'],
  ArgumentsRequired: ['invalid-request', 'refused'],
  OperationRejected: ['invalid-request', 'refused'],
  NotSupported: ['unsupported', 'always'],
  RequestTimeout: ['timeout', 'never'],
  OnMaintenance: ['server', 'never'],
  ExchangeNotAvailable: ['server', 'never'],
  BadResponse: ['server', 'never'],
  NetworkError: ['network', 'never'],
  OperationFailed: ['server', 'never'],
  ExchangeError: ['unknown', 'never'],
  BaseError: ['unknown', 'never'],
};

/** @param maker a constructor. @returns undefined for what is no error class of ccxt. */
export type MeaningOf = (maker: unknown) => ClassMeaning | undefined;

/** Looks at each class once: classes are few and rows are many. */
export function meaningReader(): MeaningOf {
  const seen = new Map<unknown, ClassMeaning | undefined>();
  return (maker) => {
    if (!seen.has(maker)) seen.set(maker, meaningOf(maker));
    return seen.get(maker);
  };
}

function meaningOf(maker: unknown): ClassMeaning | undefined {
  for (const className of namesOf(maker)) {
    const found = Object.hasOwn(meanings, className) ? meanings[className] : undefined;
    if (found) return { className, category: found[0], proof: found[1] };
  }
  return undefined;
}

/**
 * Names along the prototype chain of a class, nearest first. By name, not by identity: a project may hold two copies of
 * ccxt. A bundler may have renamed the classes; their instances still say what they are.
 */
function* namesOf(maker: unknown): Generator<string> {
  for (let link = maker; typeof link === 'function' && link !== Error; link = Object.getPrototypeOf(link)) {
    if (link.name !== '') yield link.name;
    yield nameOfInstance(link);
  }
}

function nameOfInstance(maker: object): string {
  try {
    const made: unknown = Reflect.construct(maker as new (message: string) => unknown, ['']);
    return made instanceof Error ? made.name : '';
  } catch {
    return '';
  }
}
