import type { Settle } from '../catalog/exchange.ts';
import type { ExchangeError } from '../errors.ts';
import { duration, func, number, object, only, required, union } from '../kinds.ts';
import type { OutgoingRequest } from '../types.ts';
import { type Kind, resolve, type Shape } from '../validate.ts';

/** What the gateway knows about a call whose outcome is unknown. */
export interface Question {
  /** As it was before signing. */
  readonly request: OutgoingRequest;
  readonly clientOrderId: string | undefined;
  /** What the call would fail with if nobody knew more. */
  readonly error: ExchangeError;
  /** The attempt that is asked about, counted from 1. */
  readonly attempt: number;
  /** Asks by the look-up of the exchange's profile, through the same gateway; undefined where it cannot say. */
  readonly lookUp: () => Promise<Finding>;
}

/** `response` is the body that the call resolves with; `undefined` stands for "cannot say". */
export type Finding =
  | { readonly found: true; readonly response: unknown }
  | { readonly found: false }
  | undefined;

export type Ask = (question: Question) => Finding | Promise<Finding>;

export interface ReconcileOptions {
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
  only('a function', (value) => typeof value === 'function' && value !== byClientOrderId),
  object(reconcileShape, undefined, 'an object with `ask`'),
);

const byClientOrderIdShape: Shape<Partial<Settle>> = {
  settleMs: reconcileShape.settleMs,
  asks: reconcileShape.asks,
};

export interface Reconcile extends Settle {
  readonly ask: Ask;
}

/** The ready hook: asks by client order id, as the exchange's profile knows how, through the same gateway. */
export function byClientOrderId(settle: Partial<Settle> = {}): ReconcileOptions {
  return { ...resolve('byClientOrderId', byClientOrderIdShape, settle), ask: ({ lookUp }) => lookUp() };
}

/** @throws {TypeError} that names the option. */
export function resolveReconcile(
  option: Ask | ReconcileOptions | undefined,
  settle: Settle,
): Reconcile | undefined {
  if (option === undefined) return undefined;
  reconcileKind.check(option, 'reconcile', { owner: 'createGateway', path: '' });
  if (typeof option === 'function') return { ...settle, ask: option };
  const { ask, settleMs = settle.settleMs, asks = settle.asks } = option;
  return { ask, settleMs, asks };
}

/** How the asking goes on after an answer. */
export type AskingStep =
  | { readonly done: 'found'; readonly response: unknown }
  | { readonly done: 'absent' }
  | { readonly waitMs: number };

/** What has been heard so far. Instants are monotonic. */
export interface Asking {
  readonly finding: Finding;
  readonly lastSentAt: number;
  /** When the question was put that brought this finding. */
  readonly askedAt: number;
  readonly nowAt: number;
  /** Answers "not found", this one included. */
  readonly negatives: number;
  /** Look-ups that failed in a row. */
  readonly failures: number;
}

/**
 * Pure: believe it, or ask again after a wait. A "not found" counts only when enough of them came and the last was
 * asked for after the exchange had time to show the order.
 */
export function nextAsking({ settleMs, asks }: Settle, asking: Asking): AskingStep {
  const { finding, lastSentAt, askedAt, nowAt, negatives, failures } = asking;
  if (finding?.found) return { done: 'found', response: finding.response };
  if (finding === undefined) return { waitMs: Math.min(2000, 100 * 2 ** failures) };
  const settledAt = lastSentAt + settleMs;
  if (negatives >= asks && askedAt >= settledAt) return { done: 'absent' };
  const left = Math.max(0, settledAt - nowAt);
  return { waitMs: negatives >= asks - 1 ? left : Math.min(left, settleMs / Math.max(1, asks - 1)) };
}
