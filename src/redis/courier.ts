import type { ResolvedRedis } from './options.ts';
import { turnScript } from './script.ts';
import { travel } from './trip.ts';
import { decodeReply, encodeTurn, type Reply, type Self, type Turn } from './turn.ts';

/** What a turn came back with. `late`: Redis got it too late and did nothing. */
export type Delivered = { readonly reply: Reply } | { readonly late: true } | { readonly why: string };

/** Takes turns to Redis and keeps track of its clock. */
export class Courier {
  readonly #options: ResolvedRedis;
  readonly #self: Self;
  readonly #now: () => number;
  readonly #onLate: () => void;
  /** Redis's clock minus ours. */
  #offsetMs: number | undefined;
  #trips = 0;

  constructor(options: ResolvedRedis, self: Self, now: () => number, onLate: () => void) {
    this.#options = options;
    this.#self = self;
    this.#now = now;
    this.#onLate = onLate;
  }

  /** Trips that the client has not ended, given up or not. */
  get trips(): number {
    return this.#trips;
  }

  async send(turn: Turn): Promise<Delivered> {
    const { client, timeoutMs } = this.#options;
    const byAt = this.#offsetMs === undefined ? 0 : Math.ceil(turn.at + this.#offsetMs + timeoutMs);
    const { keys, args, limits } = encodeTurn(this.#self, turn, byAt);
    this.#trips += 1;
    const end = await travel(client, { script: turnScript, keys, args }, timeoutMs, {
      settled: () => {
        this.#trips -= 1;
      },
      late: this.#onLate,
    });
    if ('why' in end) return end;
    try {
      const reply = decodeReply(end.raw, limits);
      this.#offsetMs = reply.now - this.#now();
      return 'late' in reply ? { late: true } : { reply };
    } catch {
      return { why: 'an answer that is not the ledger’s' };
    }
  }
}
