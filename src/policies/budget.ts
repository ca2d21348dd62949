// Retries that all calls of a gateway may spend together.
import { number, withDefault } from '../options/kinds.ts';
import { resolve, type Shape } from '../options/shape.ts';
import type { Category } from '../types.ts';

/** How many retries all calls may make together: what `budget` takes. */
export interface BudgetOptions {
  /** Tokens at the start and at most. @default 500 */
  readonly capacity?: number;
  /** What a retry after a fault costs. @default 2 */
  readonly faultCost?: number;
  /** What a retry after a throttle costs: the exchange is well, and said so. @default 1 */
  readonly throttleCost?: number;
  /** What a success brings back. @default 1 */
  readonly refund?: number;
}

export const budgetShape: Shape<BudgetOptions, keyof BudgetOptions> = {
  capacity: withDefault(number({ min: 0 }), 500),
  faultCost: withDefault(number({ min: 0 }), 2),
  throttleCost: withDefault(number({ min: 0 }), 1),
  refund: withDefault(number({ min: 0 }), 1),
};

/**
 * Bounds the load on an exchange that fails: a hundred calls that each try only five times are five hundred requests.
 * Does not run dry while at most a third of all attempts fail.
 */
export class Budget {
  readonly #options: Required<BudgetOptions>;
  #tokens: number;

  constructor(options: BudgetOptions = {}) {
    this.#options = resolve('budget', budgetShape, options);
    this.#tokens = this.#options.capacity;
  }

  get tokens(): number {
    return this.#tokens;
  }

  /** Pays for one more attempt; false if there is not enough left. */
  spend(category: Category): boolean {
    const { throttleCost, faultCost } = this.#options;
    const cost = category === 'rate-limit' ? throttleCost : faultCost;
    if (cost > this.#tokens) return false;
    this.#tokens -= cost;
    return true;
  }

  /** Brings tokens back, up to the capacity. */
  succeeded(): void {
    const { capacity, refund } = this.#options;
    if (this.#tokens < capacity) this.#tokens = Math.min(capacity, this.#tokens + refund);
  }
}
