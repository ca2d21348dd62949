// Permits by what they count on.
import type { SharedCharge } from '../throttle/shared-limiter.ts';
import { type LimitCharge, longestWindowOf, type PermitClass } from './pooled-permit.ts';

const keptClasses = 10_000;

/** Every kind of call that was made so far, by what it counts on. Idle ones are dropped once there are very many. */
export class PermitClasses {
  readonly #classes = new Map<string, PermitClass>();
  #forgetsAt = keptClasses;
  /** The longest window of any limit seen. */
  longestWindowMs = 0;

  get all(): Iterable<PermitClass> {
    return this.#classes.values();
  }

  find(wanted: readonly SharedCharge[], nowAt: number): PermitClass {
    const id = idOf(wanted);
    const known = this.#classes.get(id);
    if (known) {
      if (!agrees(known.charges, wanted)) known.charges = toLimitCharges(wanted);
      return known;
    }
    if (this.#classes.size >= this.#forgetsAt) this.#forgetIdle();
    const charges = toLimitCharges(wanted);
    const permitClass: PermitClass = {
      id,
      charges,
      ready: [],
      inUse: [],
      wanted: 0,
      askAt: 0,
      usedAt: nowAt,
    };
    this.#classes.set(id, permitClass);
    this.longestWindowMs = Math.max(this.longestWindowMs, longestWindowOf(permitClass));
    return permitClass;
  }

  /** Next once there are twice as many as are left: else each new one would look through all that are in use. */
  #forgetIdle(): void {
    for (const [id, { ready, inUse, wanted }] of this.#classes) {
      if (ready.length === 0 && inUse.length === 0 && wanted === 0) this.#classes.delete(id);
    }
    this.#forgetsAt = Math.max(keptClasses, 2 * this.#classes.size);
  }
}

function toLimitCharges(wanted: readonly SharedCharge[]): LimitCharge[] {
  return wanted.map(({ window, weight, need = weight }) => {
    const { key, capacity, windowMs, scope = 'account' } = window;
    return { key, scope, capacity, windowMs, weight, upTo: capacity - (need - weight) };
  });
}

/** Exchanges tell other capacities while permits are in use. */
function agrees(charges: readonly LimitCharge[], wanted: readonly SharedCharge[]): boolean {
  return wanted.every(({ window }, at) => window.capacity === charges[at]?.capacity);
}

function idOf(wanted: readonly SharedCharge[]): string {
  let id = '';
  for (const { window, weight, need = weight } of wanted) {
    id += `${window.scope ?? ''} ${window.key}*${weight}/${need}\n`;
  }
  return id;
}
