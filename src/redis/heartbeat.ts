// How often a process is heard, and for how long it may be silent before its slice is held back.
import { FlightMeter } from './flight-meter.ts';
import { silentMs } from './sync-message.ts';

/** Of few processes each is heard so often. */
export const fastestBeatMs = 250;
const slowestBeatMs = 1000;
/** More processes than these together are heard no more often. */
const fewProcesses = 8;
/** Two beats may be missed, and a trip takes its time. */
const beatsOfSilence = 2.4;
/** Far below the time after which a process is forgotten. */
const longestSilenceMs = 2500;

/** How often this process is heard, where Redis decides. */
export function heartbeatMsOf(processes: number): number {
  return Math.min(slowestBeatMs, fastestBeatMs * Math.max(1, processes / fewProcesses));
}

/**
 * A process on a busy machine is heard late. Holding its slice back each time would leave the others less of the limit, so it
 * says for how long it may be silent: for the double of its longest silence of late, and two beats at least. It pays for
 * that when Redis is lost, since its slice opens so much later.
 */
export class Heartbeat {
  readonly #silences: FlightMeter = new FlightMeter(silentMs, longestSilenceMs);
  #sentAt = Number.NaN;

  /** A message leaves. */
  sent(nowAt: number): void {
    if (!Number.isNaN(this.#sentAt)) this.#silences.record(nowAt - this.#sentAt, nowAt);
    this.#sentAt = nowAt;
  }

  silenceMs(nowAt: number, processes: number): number {
    return Math.max(this.#silences.recentMs(nowAt), beatsOfSilence * heartbeatMsOf(processes));
  }
}
