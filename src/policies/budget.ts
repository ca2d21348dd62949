import { checkNumber } from '../options.ts';
import type { Category } from '../types.ts';

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

/**
 * Retries that all calls of a gateway may spend together, so that a sick exchange is not hammered by a hundred calls
 * that each try only five times. Holds up to a third of all attempts failing without running dry.
 */
export class Budget {
  readonly #capacity: number;
  readonly #faultCost: number;
  readonly #throttleCost: number;
  readonly #refund: number;
  #tokens: number;

  constructor(options: BudgetOptions = {}) {
    this.#capacity = checkNumber('budget.capacity', options.capacity ?? 500, { min: 0 });
    this.#faultCost = checkNumber('budget.faultCost', options.faultCost ?? 2, { min: 0 });
    this.#throttleCost = checkNumber('budget.throttleCost', options.throttleCost ?? 1, { min: 0 });
    this.#refund = checkNumber('budget.refund', options.refund ?? 1, { min: 0 });
    this.#tokens = this.#capacity;
  }

  get tokens(): number {
    return this.#tokens;
  }

  /** Pays for one more attempt; false if there is not enough left. */
  spend(category: Category): boolean {
    const cost = category === 'rate-limit' ? this.#throttleCost : this.#faultCost;
    if (cost > this.#tokens) return false;
    this.#tokens -= cost;
    return true;
  }

  succeeded(): void {
    if (this.#tokens < this.#capacity) this.#tokens = Math.min(this.#capacity, this.#tokens + this.#refund);
  }
}
