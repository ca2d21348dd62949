/** One limit's part in a call, as Redis sees it. */
export interface SharedShare {
  readonly key: string;
  readonly capacity: number;
  readonly windowMs: number;
  readonly weight: number;
  /** Granted only as long as the limit holds no more than this: the rest is reserved for those more urgent. */
  readonly upTo: number;
}

/** A limit's part as callers hand it in: any ledger will do. */
export interface Wanted {
  readonly window: { readonly key: string; readonly capacity: number; readonly windowMs: number };
  readonly weight: number;
  /** Units that must be free: the weight, and what is reserved for those more urgent. @default the weight */
  readonly need?: number;
}

export function toShares(wanted: readonly Wanted[]): SharedShare[] {
  return wanted.map(({ window, weight, need = weight }) => {
    const { key, capacity, windowMs } = window;
    return { key, capacity, windowMs, weight, upTo: capacity - (need - weight) };
  });
}

export function laneIdOf(wanted: readonly Wanted[]): string {
  let id = '';
  for (const { window, weight, need = weight } of wanted) id += `${window.key}*${weight}/${need}\n`;
  return id;
}

/** Units of all linked limits that one request takes. Any will do for any call with the same shares. */
export interface Unit {
  readonly token: string;
  readonly lane: Lane;
  /** Redis may have a lease for it. */
  known: boolean;
  /** When the lease was taken or renewed. */
  leasedAt: number;
}

/** Calls with the same shares, and the units they have. */
export interface Lane {
  readonly id: string;
  readonly shares: readonly SharedShare[];
  /** Granted and not used yet. */
  ready: Unit[];
  /** In use, the oldest first. */
  flying: Unit[];
  /** Calls that wait for a unit. */
  wanted: number;
  /** Asking earlier is of no use. */
  askAt: number;
  /** The last time a unit was asked for or taken. */
  usedAt: number;
}

export function longestWindowOf(lane: Lane): number {
  let longest = 0;
  for (const { windowMs } of lane.shares) longest = Math.max(longest, windowMs);
  return longest;
}

export function shortestWindowOf(lane: Lane): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (const { windowMs } of lane.shares) shortest = Math.min(shortest, windowMs);
  return shortest;
}
