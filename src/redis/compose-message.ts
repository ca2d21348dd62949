// The message that goes to Redis next.
import type { Broadcasts } from './broadcasts.ts';
import type { FallbackLimiter } from './fallback-limiter.ts';
import type { FlightMeter } from './flight-meter.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { Membership } from './membership.ts';
import { mostReports } from './outbox.ts';
import type { PermitPool } from './permit-pool.ts';
import type { Instant } from './redis-clock.ts';
import type { SyncMessage } from './sync-message.ts';

/** What a message is made of and what its reply changes. */
export interface SyncDeps {
  readonly pool: PermitPool;
  readonly broadcasts: Broadcasts;
  readonly fallback: FallbackLimiter;
  readonly membership: Membership;
  /** The longest that our permits are under way, for the other processes. */
  readonly flightMs: (nowAt: number) => number;
  readonly heartbeat: Heartbeat;
  /** How long messages take from here to Redis and back. */
  readonly trips: FlightMeter;
  readonly onRoom: () => void;
}

/** All that Redis is sent and asked now. From here on it may know of it, whether or not it answers. */
export function composeMessage(deps: SyncDeps, now: Instant): SyncMessage {
  const { pool, broadcasts, membership, flightMs, heartbeat, trips } = deps;
  pool.renew(now.at);
  const shared = membership.phase === 'shared';
  // Units taken alone that Redis has not heard of are what our slice is held back for.
  const away = !shared || pool.outbox.size > mostReports;
  const asks = shared ? pool.asks(now.at) : [];
  const reports = pool.outbox.next(now.at);
  const { epoch, missed, claims: slices } = membership;
  const silenceMs = heartbeat.silenceMs(now.at, membership.processes);
  const said = {
    reports,
    asks,
    away,
    bye: false,
    epoch,
    missed,
    slices,
    flightMs: flightMs(now.at),
    silenceMs,
    aheadMs: trips.recentMs(now.at),
    heardMs: membership.heardMs(now),
  };
  return { ...said, ...broadcasts.pending(now.at), at: now.at, wallAt: now.wallAt };
}
