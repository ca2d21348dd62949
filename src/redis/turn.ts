import type { Lane, Unit } from './lane.ts';

/** What became of a unit, as long as Redis does not know it. `at` is local. */
export interface Fact {
  readonly kind: 'held' | 'answered' | 'freed';
  readonly unit: Unit;
  readonly at: number;
}

/** New units for one lane, numbered from `first`. */
export interface Ask {
  readonly lane: Lane;
  readonly first: number;
  readonly count: number;
}

/** Everything one trip to Redis says and asks. */
export interface Turn {
  readonly facts: readonly Fact[];
  readonly asks: readonly Ask[];
  /** Scope and what is left of its pause. */
  readonly pauses: readonly (readonly [scope: string, leftMs: number])[];
  /** After a time without contact: find out whether it is still the same Redis. */
  readonly join: boolean;
  readonly bye: boolean;
  /** The epoch last seen; 0 before the first contact. */
  readonly epoch: number;
  readonly at: number;
}

/** What stays the same from turn to turn. */
export interface Self {
  readonly prefix: string;
  readonly id: string;
  readonly share: number | undefined;
  readonly leaseMs: number;
}

export interface Reply {
  /** Redis's time. */
  readonly now: number;
  readonly epoch: number;
  /** Since the ledger was found lost; undefined if it never was. */
  readonly lostMs: number | undefined;
  readonly processes: number;
  /** Units granted, ask by ask. */
  readonly given: readonly number[];
  /** When to ask for the rest, ask by ask. */
  readonly waits: readonly number[];
  readonly pauses: readonly (readonly [scope: string, leftMs: number])[];
  /** Other processes' settings: which limit, capacity, window. */
  readonly differs: readonly (readonly [key: string, capacity: number, windowMs: number])[];
}

/** Silent for so long, and a process's share is kept for it. */
const silentMs = 1000;
/** Silent for so long, and it is forgotten. */
const deadMs = 5000;
/** A lost ledger stays closed for one window, but no longer than this. */
export const longestClosedMs = 60_000;

const kinds = { held: 'h', answered: 'a', freed: 'f' } as const;

/**
 * Keys and arguments of the script. One hash tag keeps all keys of a gateway in one slot of a cluster. `byAt`: Redis's
 * time after which the turn is void; 0 while it is unknown.
 */
export function encodeTurn(
  self: Self,
  turn: Turn,
  byAt: number,
): { keys: string[]; args: string[]; limits: string[] } {
  const limits: [capacity: number, windowMs: number, key: string][] = [];
  const places = new Map<string, number>();
  const sharesOf = (lane: Lane): number[][] =>
    lane.shares.map(({ key, capacity, windowMs, weight, upTo }) => {
      const place = places.get(key) ?? limits.push([capacity, windowMs, key]);
      places.set(key, place);
      return [place, weight, upTo];
    });
  const { facts, asks, at, ...rest } = turn;
  const told = facts.map(({ kind, unit, at: since }) => [
    kinds[kind],
    unit.token,
    Math.max(0, Math.floor(at - since)),
    sharesOf(unit.lane),
  ]);
  const asked = asks.map(({ lane, first, count }) => [first, count, sharesOf(lane)]);
  const said = {
    id: self.id,
    me: `${self.id}|${self.share ?? ''}`,
    by: byAt,
    join: rest.join,
    bye: rest.bye,
    epoch: rest.epoch,
    pauses: rest.pauses,
    leaseMs: self.leaseMs,
    silentMs,
    deadMs,
    closedMs: longestClosedMs,
    limits,
    facts: told,
    asks: asked,
  };
  const tag = `{${self.prefix}}`;
  const keys = [`${tag}:epoch`, `${tag}:processes`, `${tag}:pauses`];
  for (const [, , key] of limits) keys.push(`${tag}:units:${key}`, `${tag}:limit:${key}`);
  return { keys, args: [JSON.stringify(said)], limits: limits.map(([, , key]) => key) };
}

/** @throws {Error} for what is no answer of the script. `late`: the turn came too late and nothing was done. */
export function decodeReply(raw: unknown, limits: readonly string[]): Reply | { late: true; now: number } {
  // Our own script wrote it; what is checked is that nobody else did.
  const reply: Written | null = JSON.parse(String(raw));
  if (typeof reply !== 'object' || typeof reply?.now !== 'number') {
    throw new Error('not an answer of the ledger');
  }
  if ('late' in reply) return { late: true, now: reply.now };
  // What Lua calls an empty table is written `{}`.
  const { now, epoch, lostMs, processes, given, waits, pauses, differs } = reply;
  return {
    now,
    epoch,
    lostMs: lostMs < 0 ? undefined : lostMs,
    processes,
    given: list(given),
    waits: list(waits),
    pauses: list(pauses),
    differs: list(differs).map(([place, capacity, windowMs]) => [
      limits[place - 1] ?? '',
      capacity,
      windowMs,
    ]),
  };
}

interface Written {
  now: number;
  epoch: number;
  lostMs: number;
  processes: number;
  given: number[] | object;
  waits: number[] | object;
  pauses: [string, number][] | object;
  differs: [number, number, number][] | object;
}

function list<Item>(value: Item[] | object): Item[] {
  return Array.isArray(value) ? value : [];
}
