// Messages and replies as the script reads and writes them.
import type { Scope } from '../throttle/shared-limiter.ts';
import type { PermitClass } from './pooled-permit.ts';
import {
  deadMs,
  type GroupState,
  limitId,
  longestClosedMs,
  longestPauseMs,
  type Self,
  type SyncMessage,
  type SyncReply,
  silentMs,
} from './sync-message.ts';

/**
 * An empty ledger in a Redis that has just started, found by a process that missed Redis before, may be one that was lost:
 * nothing is granted for so long, in which processes that remember another one call. Clients try to connect anew every
 * 2 s or more often.
 */
const freshMs = 3000;

const kinds = { held: 'h', answered: 'a', freed: 'f' } as const;
const scopes = ['ip', 'account'] as const;

export interface Encoded {
  readonly keys: string[];
  readonly args: string[];
  /** By place in the message. */
  readonly limits: readonly (readonly [scope: Scope, key: string])[];
}

/**
 * Keys and arguments of the script. One hash tag for each prefix keeps all keys of a message in one slot of a cluster, as
 * one script demands: limits of an IP are shared by all accounts of the prefix, the rest is each account's own. Of
 * Redis's time, 0 while it is unknown: `byAt`, when the message is void; `leftAt`, the latest at which it can have left.
 */
export function encodeMessage(self: Self, message: SyncMessage, byAt: number, leftAt: number): Encoded {
  const limits: WrittenLimit[] = [];
  const places = new Map<string, number>();
  const placeCharges = ({ charges }: PermitClass): number[][] =>
    charges.map(({ key, scope, capacity, windowMs, weight, upTo }) => {
      const id = limitId(scope, key);
      const place = places.get(id) ?? limits.push([capacity, windowMs, groupOf(scope), key]);
      places.set(id, place);
      return [place, weight, upTo];
    });
  const { reports, asks, at } = message;
  const groups = ['ip', `account:${self.account}`];
  const written = {
    ...writtenState(self, message),
    by: byAt,
    leftAt,
    groups,
    limits,
    reports: reports.map(({ kind, permit, at: since }) => [
      kinds[kind],
      permit.token,
      Math.max(0, kind === 'freed' ? Math.ceil(permit.startsAt - at) : Math.floor(at - since)),
      placeCharges(permit.permitClass),
    ]),
    asks: asks.map(({ permitClass, first, count, place }) => [
      first,
      count,
      placeCharges(permitClass),
      place,
    ]),
  };
  return {
    keys: keysOf(self.prefix, groups, limits),
    args: [JSON.stringify(written)],
    limits: limits.map(([, , group, key]) => [scopeOf(group), key]),
  };
}

/** All that a message says beside its permits. */
function writtenState(self: Self, message: SyncMessage): object {
  const { slices, lifts, resume, away, bye, epoch, missed } = message;
  return {
    ...{ resume, away, bye, epoch, missed },
    ...{ leaseMs: self.leaseMs, silentMs, deadMs, closedMs: longestClosedMs, freshMs, longestPauseMs },
    id: self.id,
    share: self.share ?? -1,
    slices: scopes.map((scope) => [slices[scope].from, slices[scope].to]),
    lifts: scopes.map((scope) => lifts[scope]),
    pauses: message.pauses.map(([scope, key, leftMs]) => [groupOf(scope), key, leftMs]),
    flightMs: Math.ceil(message.flightMs),
    heardMs: Math.ceil(message.heardMs),
    silenceMs: Math.ceil(message.silenceMs),
    aheadMs: Math.floor(message.aheadMs),
  };
}

function keysOf(prefix: string, groups: readonly string[], limits: readonly WrittenLimit[]): string[] {
  const tag = `{${prefix}}`;
  const keys = [`${tag}:epoch`];
  for (const group of groups) keys.push(`${tag}:${group}:processes`, `${tag}:${group}:pauses`);
  for (const [, , group, key] of limits) {
    const name = `${tag}:${groups[group - 1]}`;
    keys.push(`${name}:units:${key}`, `${name}:limit:${key}`);
  }
  return keys;
}

/** @throws {Error} for what is no answer of the script. `late`: the message came too late and nothing was done. */
export function decodeReply(
  raw: unknown,
  limits: Encoded['limits'],
): SyncReply | { late: true; now: number } {
  // Our own script wrote it; what is checked is that nothing else did.
  const reply: Written | null = JSON.parse(String(raw));
  if (typeof reply !== 'object' || typeof reply?.now !== 'number') {
    throw new Error('Redis did not answer as the script does that keeps the limits');
  }
  if ('late' in reply) return { late: true, now: reply.now };
  // What Lua calls an empty table is written `{}`.
  const { now, epoch, lostMs, groups, flightMs, lifts, given, starts, waits, pauses, differs } = reply;
  const [ip = [0, 0, 0], account = [0, 0, 0]] = groups;
  return {
    now,
    epoch,
    lostMs: lostMs < 0 ? undefined : lostMs,
    groups: { ip: toGroup(ip), account: toGroup(account) },
    flightMs,
    lifts: { ip: lifts[0] ?? 0, account: lifts[1] ?? 0 },
    starts: list(given).map((count, at) => {
      const later = list<number>(list<number[] | object>(starts)[at] ?? []);
      const rightNow = Array.from({ length: count - later.length }, () => now);
      return [...rightNow, ...later.map((ms) => now + ms)];
    }),
    waits: list(waits),
    pauses: list(pauses).map(([group, key, leftMs]) => [scopeOf(group), key, leftMs]),
    differs: list(differs).map(([place, capacity, windowMs]) => {
      const [scope, limit] = limits[place - 1] ?? ['account', ''];
      return { scope, limit, capacity, windowMs };
    }),
  };
}

type WrittenLimit = [capacity: number, windowMs: number, group: number, key: string];

type WrittenGroup = [processes: number, from: number, to: number];

interface Written {
  now: number;
  epoch: number;
  lostMs: number;
  groups: WrittenGroup[];
  flightMs: number;
  lifts: number[];
  given: number[] | object;
  /** In how many milliseconds the last of those permits start, ask by ask; the others start now. */
  starts: (number[] | object)[] | object;
  waits: number[] | object;
  pauses: [number, string, number][] | object;
  differs: [number, number, number][] | object;
}

function toGroup([processes, from, to]: WrittenGroup): GroupState {
  return { processes, slice: { from, to } };
}

function groupOf(scope: Scope): number {
  return scope === 'ip' ? 1 : 2;
}

function scopeOf(group: number): Scope {
  return group === 1 ? 'ip' : 'account';
}

function list<Item>(value: Item[] | object): Item[] {
  return Array.isArray(value) ? value : [];
}
