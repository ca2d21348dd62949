// What is told of the clock: to those who ask, and to listeners.

export interface ClockReading {
  /** The exchange's time minus the local time. */
  readonly offsetMs: number;
  /** How far off the offset can be: half the round trip, and what the exchange rounds away. */
  readonly errorMs: number;
  readonly roundTripMs: number;
}

/** What listeners are told of the clock. */
export interface ClockChange {
  /** `step`: the system clock was set. */
  readonly kind: 'refreshed' | 'failed' | 'step';
  /** The exchange's time minus ours, in milliseconds. */
  readonly offsetMs: number;
  /** How far that may be off, in milliseconds. */
  readonly errorMs: number;
  /** How far the system clock jumped. */
  readonly stepMs: number;
}
