// Stops new orders at an exchange that refuses the key or is down.
import type { RouteInfo } from '../catalog/limit.ts';
import { duration, number, withDefault } from '../options/kinds.ts';
import { resolve, type Shape } from '../options/shape.ts';
import type { Category } from '../types.ts';

/** When new orders are held back: what `breaker` takes. */
export interface BreakerOptions {
  /** The same refusal of credentials this many times in a row opens it. @default 5 */
  readonly credentialFailures?: number;
  /** This many server faults in a row open it. @default 20 */
  readonly serverFaults?: number;
  /** How long it stays open before one call may probe. Doubles while probes fail, up to sixteenfold. @default 10_000 */
  readonly openMs?: number;
}

export const breakerShape: Shape<BreakerOptions, keyof BreakerOptions> = {
  credentialFailures: withDefault(number({ min: 1, integer: true }), 5),
  serverFaults: withDefault(number({ min: 1, integer: true }), 20),
  openMs: withDefault(duration({ min: 1 }), 10_000),
};

/** `open`: new orders are held back; `half-open`: one call tries. */
export type BreakerState = 'closed' | 'open' | 'half-open';

const credentials: ReadonlySet<Category> = new Set(['auth', 'signature', 'permission', 'account']);
const faults: ReadonlySet<Category> = new Set(['server', 'timeout', 'network']);

/** How one attempt ended, as far as the breaker is concerned. */
export interface BreakerReport {
  readonly category: Category | undefined;
  readonly code: string | undefined;
  /** Whether only a good key gets a good answer to it. */
  readonly signed: boolean;
}

/** Why a new order may not go. */
export interface BreakerRefusal {
  readonly why: string;
  readonly category: Category;
  readonly waitMs: number;
}

/** Whether an open breaker lets a call go: reads and cancels pass, what could open a position does not. */
export function passesBreaker({ kind }: Pick<RouteInfo, 'kind'>): boolean {
  return kind === 'read' || kind === 'cancel';
}

/** Whether only a good key gets a good answer: what may change the account needs one, signed route or not. */
export function needsKey({ kind, signed }: Pick<RouteInfo, 'kind' | 'signed'>): boolean {
  return signed || kind !== 'read';
}

/** A state machine: closed, open, half-open. Instants are passed in. */
export class Breaker {
  readonly #options: Required<BreakerOptions>;
  readonly #onChange: (state: BreakerState, why: string) => void;
  #state: BreakerState = 'closed';
  #why = '';
  #category: Category = 'server';
  #openUntilAt = 0;
  #opened = 0;
  #refused = 0;
  #refusal: string | undefined;
  #faulted = 0;
  #isOpenedByFaults = false;

  constructor(options: BreakerOptions, onChange: (state: BreakerState, why: string) => void) {
    this.#options = resolve('breaker', breakerShape, options);
    this.#onChange = onChange;
  }

  get state(): BreakerState {
    return this.#state;
  }

  /** Why it is open, and until when; undefined if a new order may go. The first after that time is the probe. */
  refuses(nowAt: number): BreakerRefusal | undefined {
    if (this.#state === 'closed') return undefined;
    if (nowAt >= this.#openUntilAt) {
      // The next one is kept out until this one reported or as long again.
      this.#openUntilAt = nowAt + this.#options.openMs;
      this.#become('half-open');
      return undefined;
    }
    return { why: this.#why, category: this.#category, waitMs: this.#openUntilAt - nowAt };
  }

  /** Books how an attempt ended, which may open the breaker or close it. */
  report({ category, code, signed }: BreakerReport, nowAt: number): void {
    if (category !== undefined && credentials.has(category)) this.#refusedBy(category, code, nowAt);
    else if (category !== undefined && faults.has(category)) this.#faultedAt(category, nowAt);
    else this.#answered(signed);
  }

  /**
   * Any other answer shows that the exchange is there, and closes what its faults opened; only a signed one shows that the
   * key is good.
   */
  #answered(signed: boolean): void {
    this.#faulted = 0;
    if (signed) this.#refused = 0;
    if (this.#state === 'closed' || !(signed || this.#isOpenedByFaults)) return;
    this.#opened = 0;
    this.#become('closed');
  }

  #refusedBy(category: Category, code: string | undefined, nowAt: number): void {
    const refusal = `${category} ${code ?? ''}`.trim();
    this.#faulted = 0;
    this.#refused = refusal === this.#refusal ? this.#refused + 1 : 1;
    this.#refusal = refusal;
    const why = `the exchange refused the credentials ${this.#refused} times in a row (${refusal})`;
    if (this.#refused >= this.#options.credentialFailures || this.#state === 'half-open')
      this.#open(category, why, nowAt);
  }

  #faultedAt(category: Category, nowAt: number): void {
    this.#faulted += 1;
    const why = `${this.#faulted} faults of the exchange in a row`;
    if (this.#faulted >= this.#options.serverFaults || this.#state === 'half-open')
      this.#open(category, why, nowAt);
  }

  #open(category: Category, why: string, nowAt: number): void {
    if (this.#state === 'open') return;
    this.#why = why;
    this.#category = category;
    // What the credentials opened stays theirs, though its probe may meet a fault.
    this.#isOpenedByFaults = faults.has(category) && (this.#state === 'closed' || this.#isOpenedByFaults);
    this.#openUntilAt = nowAt + this.#options.openMs * 2 ** Math.min(this.#opened, 4);
    this.#opened += 1;
    this.#become('open');
  }

  #become(state: BreakerState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#onChange(state, this.#why);
  }
}
