// The pauses of one gateway: of its account, of its address, and of each window.

import type { Charge } from './charge.ts';
import type { IpBook } from './ip-book.ts';
import type { LimitBook } from './limit-book.ts';
import type { Limits } from './limits.ts';
import { Pause } from './pause.ts';
import type { Scope, SharedLimiter } from './shared-limiter.ts';

/** A longer pause than that is more likely a mistake than a ban. */
export const defaultMaxPauseMs: number = 15 * 60_000;
/** No exchange bans for longer, whatever it says. */
const longestPauseMs = 30 * 86_400_000;
/** A pause that another process cut down to its ceiling arrives so much shorter at most. */
const toldLateMs = 1000;

/** Which calls wait, for how long, and what is known of why. */
export interface PauseRequest {
  readonly untilAt: number;
  /** The limits that the refusal was about, by name. @default everything */
  readonly limits?: readonly string[];
  /** What the refused call was admitted with: its own windows of those limits are paused. */
  readonly charges?: readonly Charge[];
  /** Among whom a pause of everything holds. @default 'account' */
  readonly scope?: Scope;
  /** A documented wait: longer pauses than the gateway's ceiling are believed up to it. */
  readonly documentedMs?: number | undefined;
  /** Calls come back little by little. @default false */
  readonly slowStart?: boolean;
}

export interface PausesOptions {
  readonly limits: Limits;
  readonly book: IpBook;
  readonly now: () => number;
  /** A longer pause lets a probe go after so long. */
  readonly maxPauseMs: number;
}

export class Pauses {
  /** What holds every call: of the account, then of the address. */
  readonly ofEverything: readonly [account: Pause, ip: Pause];
  readonly #limits: Limits;
  readonly #book: IpBook;
  readonly #now: () => number;
  readonly #maxPauseMs: number;

  constructor({ limits, book, now, maxPauseMs }: PausesOptions) {
    this.ofEverything = [new Pause(), book.pause];
    this.#limits = limits;
    this.#book = book;
    this.#now = now;
    this.#maxPauseMs = maxPauseMs;
  }

  /** When the last of them lets a call go. */
  get untilAt(): number {
    const now = this.#now();
    let at = 0;
    for (const pause of this.#all()) at = Math.max(at, pause.opensAt(now));
    return at;
  }

  /**
   * Pauses the calls that count on some limits. Pauses only ever get longer.
   * @param limiter passes it on to other processes
   * @returns the keys of the windows that are paused; empty for everything
   */
  pause(request: PauseRequest, limiter: SharedLimiter | undefined): readonly string[] {
    const { untilAt, limits = [], charges, scope = 'account', documentedMs = 0, slowStart } = request;
    const now = this.#now();
    const ceilingMs = Math.min(longestPauseMs, Math.max(this.#maxPauseMs, documentedMs));
    const windows = limits.flatMap((limit) => this.#windowsOf(limit, charges));
    // Where the refused call does not count on what it is about, all wait: else it would go again at once.
    const paused =
      windows.length > 0
        ? windows.map((window) => ({ key: window.key, scope: window.scope, pause: window.ownPause() }))
        : [{ key: '', scope, pause: this.#everything(scope) }];
    for (const one of paused) {
      one.pause.extend({ untilAt, ceilingMs, slowStart: slowStart === true }, now);
      limiter?.pauseUntil(one.key, Math.min(untilAt, now + ceilingMs), one.scope);
    }
    this.#book.waiting?.paused();
    return windows.map(({ key }) => key);
  }

  /** Another process paused a window, or everything of a scope. */
  extendByPeer(key: string, untilAt: number, scope: Scope): void {
    const now = this.#now();
    // A window that is not in use here yet is held by the shared limiter itself.
    const pause = key === '' ? this.#everything(scope) : this.#limits.windowOfKey(key)?.ownPause();
    const leftMs = untilAt - now;
    // As long as the ceiling: what was asked was longer, and ends with a probe here too.
    const isCut = leftMs >= this.#maxPauseMs - toldLateMs;
    const extent = isCut
      ? { untilAt: untilAt + this.#maxPauseMs, ceilingMs: leftMs, slowStart: true }
      : { untilAt, slowStart: true };
    pause?.extend(extent, now);
    this.#book.waiting?.paused();
  }

  /** Whether one came, or was renewed, since the call was admitted. */
  holdBack(charges: readonly Charge[], admittedAt: number): boolean {
    const now = this.#now();
    for (const pause of this.ofEverything) if (pause.holdsBack(admittedAt, now)) return true;
    for (const { window } of charges) if (window.pause?.holdsBack(admittedAt, now)) return true;
    return false;
  }

  /**
   * A call that was admitted then has ended; if it was the probe of a pause, that is over where `isGood`.
   * @returns whether others may go now.
   */
  endProbe(charges: readonly Charge[], admittedAt: number, isGood: boolean): boolean {
    const now = this.#now();
    let hasEnded = false;
    for (const pause of this.ofEverything) hasEnded = pause.endProbe(admittedAt, isGood, now) || hasEnded;
    for (const { window } of charges) hasEnded = window.pause?.endProbe(admittedAt, isGood, now) || hasEnded;
    return hasEnded;
  }

  /** Ends all of them, or those of one scope. */
  lift(scope?: Scope): void {
    const now = this.#now();
    for (const pause of this.#all(scope)) pause.lift(now);
  }

  #everything(scope: Scope): Pause {
    const [account, ip] = this.ofEverything;
    return scope === 'ip' ? ip : account;
  }

  *#all(only?: Scope): Generator<Pause> {
    if (only !== 'ip') yield this.#everything('account');
    if (only !== 'account') yield this.#everything('ip');
    for (const { pause, scope } of this.#limits.windows) {
      if (pause && (only === undefined || only === scope)) yield pause;
    }
  }

  /** The windows of a limit that a call counts on; without a call, the one that all calls of the limit count on. */
  #windowsOf(limit: string, charges: readonly Charge[] | undefined): readonly LimitBook[] {
    if (charges) return charges.filter(({ window }) => window.limit === limit).map(({ window }) => window);
    const named = this.#limits.windowNamed(limit);
    return named ? [named] : [];
  }
}
