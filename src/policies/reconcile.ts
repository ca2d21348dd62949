// How the gateway asks what became of a call whose outcome is unknown: the option and the ready hook.
import type { Exchange } from '../catalog/exchange.ts';
import type { Settle } from '../catalog/order-rules.ts';
import type { ExchangeError } from '../errors.ts';
import { duration, func, number, object, only, record, required, text, union } from '../options/kinds.ts';
import { type Kind, resolve, type Shape } from '../options/shape.ts';
import type { OutgoingRequest } from '../types.ts';

/** What the gateway knows about a call whose outcome is unknown. */
export interface Question {
  /** As it was before signing. */
  readonly request: OutgoingRequest;
  /** The client order id of the call, where one was given or read. */
  readonly clientOrderId: string | undefined;
  /** What the call would fail with if no more became known. */
  readonly error: ExchangeError;
  /** The attempt that is asked about, counted from 1; 0 for an earlier call with the same client order id. */
  readonly attempt: number;
  /**
   * Asks by the look-up of the exchange's profile, through the same gateway; undefined where it cannot say, and as long as a copy
   * that is not shown may still be carried out, unless `settleMs` is given.
   */
  readonly lookUp: () => Promise<Finding>;
}

/**
 * `response` is the body that the call resolves with: JSON text, digits kept, or a value. `found: false` says that it was
 * not carried out. Anything else cannot say.
 */
export type Finding =
  | {
      /** It was carried out. */
      readonly found: true;
      /** The body that the call resolves with: JSON text, digits kept, or a value. */
      readonly response: unknown;
    }
  | {
      /** It was not carried out, and never will be. */
      readonly found: false;
    }
  | undefined;

/** Asks the exchange what became of a write whose outcome is unknown: what `reconcile` takes. */
export type Ask = (question: Question) => Finding | Promise<Finding>;

/** What `reconcile` takes beside a function: a question, and how long a "not found" is doubted. */
export interface ReconcileOptions {
  /** Says whether the order stands: found with the body that the call resolves with, not found, or undefined. */
  readonly ask: Ask;
  /** How long after the last send a "not found" is doubted, in milliseconds. @default the exchange's */
  readonly settleMs?: number;
  /** How many answers must say so. @default the exchange's */
  readonly asks?: number;
}

export const reconcileShape: Shape<ReconcileOptions> = {
  ask: required(func),
  settleMs: duration(),
  asks: number({ min: 1, integer: true }),
};

export const reconcileKind: Kind = union(
  // With the call forgotten it would be taken for a hook that never finds anything.
  only(
    'a function that asks, such as `byClientOrderId()` with its brackets',
    (value) => typeof value === 'function' && value !== byClientOrderId,
  ),
  object(reconcileShape, undefined, 'an object with `ask`'),
);

/** What `byClientOrderId` takes. */
export interface ByClientOrderIdOptions {
  /**
   * How long after the last send a "not found" is doubted, in milliseconds. Given, it also stands in place of the wait
   * until no copy can be carried out any more. @default the exchange's
   */
  readonly settleMs?: number;
  /** How many answers must say so. @default the exchange's */
  readonly asks?: number;
  /** Values that a look-up needs and an order does not hold: `{ user: '0x…' }`. @default none */
  readonly fill?: Readonly<Record<string, string>>;
}

export const byClientOrderIdShape: Shape<ByClientOrderIdOptions> = {
  settleMs: reconcileShape.settleMs,
  asks: reconcileShape.asks,
  fill: record(text, 'an object of texts'),
};

/** Marks the ready hook, whose look-up can say in advance where it cannot ask. */
const ready: unique symbol = Symbol('by client order id');

interface ReadyOptions extends ReconcileOptions {
  readonly [ready]: ByClientOrderIdOptions;
}

export interface Reconcile extends Settle {
  readonly ask: Ask;
  /** The ready hook's options: what it cannot look up fails at once, and what is shown is weighed by the profile. */
  readonly lookUp: ByClientOrderIdOptions | undefined;
  /** The user said how long a "not found" is doubted. */
  readonly saysSettle: boolean;
  /** What the user says stands in place of the exchange's window: by a time, or by a hook that knows better. */
  readonly hasOwnSettle: boolean;
}

/**
 * The ready hook: asks by client order id, as the exchange's profile knows how, through the same gateway.
 * @throws {TypeError} that names the option.
 */
export function byClientOrderId(options: ByClientOrderIdOptions = {}): ReconcileOptions {
  const own = resolve('byClientOrderId', byClientOrderIdShape, options);
  const { fill: _, ...settle } = own;
  const made: ReadyOptions = { ...settle, ask: ({ lookUp }) => lookUp(), [ready]: own };
  return made;
}

/** @throws {TypeError} that names the option. */
export function resolveReconcile(
  option: Ask | ReconcileOptions | undefined,
  { settle, lookup, name, clientOrderId }: Pick<Exchange, 'settle' | 'lookup' | 'name' | 'clientOrderId'>,
): Reconcile | undefined {
  if (option === undefined) return undefined;
  reconcileKind.check(option, 'reconcile', { owner: 'createGateway', path: '' });
  if (typeof option === 'function')
    return { ...settle, ask: option, lookUp: undefined, saysSettle: false, hasOwnSettle: true };
  const { ask, settleMs = settle.settleMs, asks = settle.asks } = option;
  const lookUp = ready in option ? (option as ReadyOptions)[ready] : undefined;
  if (lookUp && lookup.length === 0 && clientOrderId?.deduplicated !== 'returned') {
    throw new TypeError(
      `\`reconcile\` cannot be \`byClientOrderId()\`: ${name} has no look-up. Give a function that asks, or add \`lookup\` to the exchange.`,
    );
  }
  const saysSettle = option.settleMs !== undefined;
  return { ask, settleMs, asks, lookUp, saysSettle, hasOwnSettle: lookUp === undefined || saysSettle };
}
