// What a process says to Redis in one trip, and what Redis replies.
import type { Scope } from '../throttle/shared-limiter.ts';
import type { PermitClass, PooledPermit } from './pooled-permit.ts';
import type { Slice, Slices } from './slice.ts';

/** What became of a permit, as long as Redis does not know it. `at` is local. */
export interface PermitReport {
  readonly kind: 'held' | 'answered' | 'freed';
  readonly permit: PooledPermit;
  readonly at: number;
}

/** New permits for one class, numbered from `first`. */
export interface PermitAsk {
  readonly permitClass: PermitClass;
  readonly first: number;
  readonly count: number;
  /** Redis told the class when to come: not yet that late, it needs no other instant; then it goes before others. */
  readonly place: 'none' | 'later' | 'due';
}

/** A limit that waits, `''` for everything of its scope, and for how much longer. */
export type SharedPause = readonly [scope: Scope, key: string, leftMs: number];

/** Names a limit where those of both scopes are in one map. */
export function limitId(scope: Scope, key: string): string {
  return `${scope} ${key}`;
}

/** Another process's settings of a limit. */
export interface Differing {
  readonly scope: Scope;
  readonly limit: string;
  readonly capacity: number;
  readonly windowMs: number;
}

/** Everything one trip to Redis says and asks. */
export interface SyncMessage {
  readonly reports: readonly PermitReport[];
  readonly asks: readonly PermitAsk[];
  readonly pauses: readonly SharedPause[];
  /** All pauses are lifted by hand. */
  readonly resume: boolean;
  /** Liftings received; -1: none yet. */
  readonly lifts: Readonly<Record<Scope, number>>;
  /** We may be using our slice: Redis holds it back. */
  readonly away: boolean;
  readonly bye: boolean;
  /** The epoch last seen; 0 before the first contact. */
  readonly epoch: number;
  /** We looked for Redis in vain before we first found it. */
  readonly missed: boolean;
  /** The slices that we hold. */
  readonly slices: Slices;
  /** The longest that our permits are under way. */
  readonly flightMs: number;
  /** For how long we may be silent before Redis holds our slice back. */
  readonly silenceMs: number;
  /** So long before its unit returns a permit may be granted. */
  readonly aheadMs: number;
  /** How long ago Redis last heard us, at most, when it gets this; -1: it never answered. */
  readonly heardMs: number;
  readonly at: number;
  readonly wallAt: number;
}

/** What stays the same from message to message. */
export interface Self {
  readonly prefix: string;
  /** Of the account, as it stands in keys. */
  readonly account: string;
  readonly id: string;
  readonly share: number | undefined;
  readonly leaseMs: number;
}

export interface GroupState {
  readonly processes: number;
  readonly slice: Slice;
}

export interface SyncReply {
  /** Redis's time. */
  readonly now: number;
  readonly epoch: number;
  /** Since the ledger was found lost; undefined if it never was. */
  readonly lostMs: number | undefined;
  readonly groups: Readonly<Record<Scope, GroupState>>;
  /** The longest that any process's permits are under way. */
  readonly flightMs: number;
  readonly lifts: Readonly<Record<Scope, number>>;
  /** From when on, by Redis's time, each permit that was granted may be used, ask by ask. */
  readonly starts: readonly (readonly number[])[];
  /** When to ask for the rest, ask by ask. */
  readonly waits: readonly number[];
  readonly pauses: readonly SharedPause[];
  readonly differs: readonly Differing[];
}

/**
 * So long before a unit returns, the next permit of it is granted: the process waits for the instant by itself, and no unit
 * idles while a message is under way. It is the double of the longest trip of late, within these bounds, and at most a fifth
 * of the window. What was asked for is void before long, so that it can be no more.
 */
export const leastAheadMs = 100;
export const mostAheadMs = 200;
/** Silent for so long, and a process's slice is held back, unless it said that it may be silent for longer. */
export const silentMs = 600;
/** Silent for so long, and it is forgotten. */
export const deadMs = 5000;
/** A lost ledger stays closed for one window, but no longer than this. */
export const longestClosedMs = 60_000;
/** No pause is believed for longer, whichever process asks for it: what is more is garbage. */
export const longestPauseMs = 604_800_000;
