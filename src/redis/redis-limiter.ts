// Limits that several processes share through Redis.
import type { Scope, SharedCharge, SharedLimiter } from '../throttle/shared-limiter.ts';
import { WakeupTimer } from '../time/wakeup-timer.ts';
import { type BroadcastListener, Broadcasts } from './broadcasts.ts';
import { FallbackLimiter } from './fallback-limiter.ts';
import { fallbackTermsOf } from './fallback-terms.ts';
import { FlightMeter } from './flight-meter.ts';
import { Heartbeat } from './heartbeat.ts';
import { Membership, type SharedState } from './membership.ts';
import type { ResolvedRedis } from './options.ts';
import { PermitPool } from './permit-pool.ts';
import type { PermitClass } from './pooled-permit.ts';
import type { Instant } from './redis-clock.ts';
import { ScriptClient } from './script-client.ts';
import { SyncLoop } from './sync-loop.ts';
import { leastAheadMs, mostAheadMs } from './sync-message.ts';

export interface RedisLimiterListener extends BroadcastListener {
  /** Units may be there: `take` again, the most urgent first. */
  readonly onRoom: () => void;
  readonly onState: (state: SharedState) => void;
}

/** Names this process among all that share its limits. */
export interface Identity {
  /** Unique among all processes. */
  readonly id: string;
  /** The account, as it stands in keys. */
  readonly account: string;
}

/** Requests are under way for at least so long, for all that anybody may rely on. */
const leastFlightMs = 500;
/** A call that waits alone is looked at again after so long at the latest. */
const lookAgainMs = 1000;
/** Clocks that are corrected move by less. */
const leastSleepMs = 1000;

/**
 * `take` is answered at once: yes with a permit in hand, else no, and `onRoom` follows when there may be one. All reports
 * and asks meanwhile go to Redis in one trip, one trip at a time.
 */
export class RedisLimiter implements SharedLimiter {
  readonly #now: () => number;
  readonly #pool: PermitPool;
  readonly #fallback: FallbackLimiter = new FallbackLimiter();
  readonly #broadcasts: Broadcasts;
  readonly #membership: Membership;
  readonly #client: ScriptClient;
  readonly #loop: SyncLoop;
  readonly #ownTimer: WakeupTimer;
  readonly #flight: FlightMeter;
  readonly #leaseMs: number;
  #seen: Instant | undefined;
  /** When this process was last seen to have stood still, or its machine to have slept. */
  #stoodStillAt = Number.NEGATIVE_INFINITY;
  #closed = false;

  /** The first message is on its way when this returns. */
  constructor(
    options: ResolvedRedis,
    { id, account }: Identity,
    listener: RedisLimiterListener,
    now: () => number,
  ) {
    const { prefix, share, leaseMs, batch, grantMs, timeoutMs } = options;
    this.#now = now;
    this.#leaseMs = leaseMs;
    const flightMs = grantMs + leastFlightMs;
    this.#flight = new FlightMeter(flightMs, leaseMs);
    this.#pool = new PermitPool({ id, batch, leaseMs, grantMs }, this.#flight);
    this.#broadcasts = new Broadcasts(listener);
    this.#membership = new Membership({ share, timeoutMs, flightMs }, listener.onState, now());
    const read = (): Instant => this.#read();
    const self = { prefix, account, id, share, leaseMs };
    this.#client = new ScriptClient(options, self, read, {
      onLateAnswer: (message, delivered) => this.#loop.answeredLate(message, delivered),
      onEnd: () => this.#loop.schedule(),
    });
    this.#loop = new SyncLoop(
      {
        pool: this.#pool,
        broadcasts: this.#broadcasts,
        fallback: this.#fallback,
        membership: this.#membership,
        heartbeat: new Heartbeat(),
        trips: new FlightMeter(leastAheadMs, mostAheadMs),
        flightMs: (nowAt) => this.#flight.toldMs(nowAt),
        onRoom: listener.onRoom,
      },
      this.#client,
      read,
    );
    this.#ownTimer = new WakeupTimer(now, listener.onRoom);
    this.#loop.schedule();
  }

  /** The units, if they are here. Else they are asked for, and for so many calls like this as `waiting` says. */
  take(wanted: readonly SharedCharge[], waiting = 1): boolean {
    if (this.#closed) return false;
    if (wanted.length === 0) return true;
    const now = this.#read();
    const permitClass = this.#pool.classes.find(wanted, now.at);
    permitClass.usedAt = now.at;
    const taken = this.#membership.onOwn
      ? this.#takeAlone(permitClass, now)
      : this.#pool.takeReady(permitClass, waiting, now);
    if (taken) this.#fallback.take(permitClass, now.at);
    this.#loop.schedule();
    return taken;
  }

  release(wanted: readonly SharedCharge[]): void {
    this.#ended(wanted, 'answered');
  }

  refund(wanted: readonly SharedCharge[]): void {
    this.#ended(wanted, 'freed');
  }

  pauseUntil(key: string, untilAt: number, scope: Scope): void {
    if (this.#closed) return;
    this.#broadcasts.pause(scope, key, untilAt, this.#now());
    this.#loop.schedule();
  }

  /**
   * A process that was stopped, or whose machine slept, did not renew its leases meanwhile, and others count on what it
   * had: calls that were admitted before are admitted anew.
   */
  isStale(admittedAt: number): boolean {
    this.#read();
    return admittedAt < this.#stoodStillAt;
  }

  get trouble(): string | undefined {
    return this.#membership.trouble;
  }

  resume(): void {
    if (this.#closed) return;
    this.#broadcasts.resume();
    this.#loop.schedule();
  }

  /** Signs off, if Redis is there to hear it. The client stays the user's. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#ownTimer.clear();
    await this.#loop.close();
  }

  #read(): Instant {
    const now = { at: this.#now(), wallAt: Date.now() };
    const { at, wallAt } = this.#seen ?? now;
    const slept = now.wallAt - wallAt - (now.at - at) > leastSleepMs;
    if (slept || now.at - at > this.#leaseMs / 2) this.#stoodStillAt = now.at;
    this.#seen = now;
    return now;
  }

  #ended(wanted: readonly SharedCharge[], how: 'answered' | 'freed'): void {
    if (this.#closed || wanted.length === 0) return;
    const now = this.#now();
    const permitClass = this.#pool.classes.find(wanted, now);
    if (!this.#pool.end(permitClass, how, now)) return;
    if (how === 'answered') this.#fallback.release(permitClass, now);
    else this.#fallback.refund(permitClass, now);
    this.#loop.schedule();
  }

  #takeAlone(permitClass: PermitClass, now: Instant): boolean {
    // What hangs here is in our own window; what may hang elsewhere was reported.
    const flightMs = this.#flight.recentMs(now.at);
    const terms = fallbackTermsOf(this.#membership, this.#client.clock, flightMs, now);
    const opensAt = this.#fallback.opensAt(permitClass, terms, now.at);
    // A call waits: the process stays, though it is unknown for how long.
    if (opensAt > now.at) this.#ownTimer.set(Math.min(opensAt, now.at + lookAgainMs), true);
    else this.#pool.takeAlone(permitClass, now);
    return opensAt <= now.at;
  }
}
