import type { RedisClient } from './client.ts';
import { decodeReply, encodeMessage } from './message-codec.ts';
import type { ResolvedRedis } from './options.ts';
import { ageOf, type Instant, RedisClock } from './redis-clock.ts';
import { syncScript } from './script.ts';
import type { Reply, Self, SyncMessage } from './sync-message.ts';

/**
 * What a message came back with. `late`: Redis got it too late and did nothing. `stale`: what it did is known too late to
 * be used.
 */
export type Delivered =
  | { readonly reply: Reply }
  | { readonly late: true }
  | { readonly stale: true }
  | { readonly why: string };

type TripEnd = { readonly raw: unknown } | { readonly why: string };

/** The client has ended a trip, be it after it was given up. */
type Settled = (after: { readonly givenUp: boolean; readonly answered: boolean }) => void;

export interface TripListener {
  /** A trip that was given up is answered still: Redis is there. */
  readonly onAnswer: () => void;
  /** A trip that was given up has ended: there is room for another one. */
  readonly onEnd: () => void;
}

/** Takes messages to Redis and keeps track of its clock. */
export class ScriptClient {
  readonly clock: RedisClock = new RedisClock();
  readonly #options: ResolvedRedis;
  readonly #self: Self;
  readonly #read: () => Instant;
  readonly #listener: TripListener;
  #trips = 0;

  constructor(options: ResolvedRedis, self: Self, read: () => Instant, listener: TripListener) {
    this.#options = options;
    this.#self = self;
    this.#read = read;
    this.#listener = listener;
  }

  /** Trips that the client has not ended, given up or not. */
  get trips(): number {
    return this.#trips;
  }

  async send(message: SyncMessage): Promise<Delivered> {
    const { client, timeoutMs, grantMs } = this.#options;
    const byAt = this.clock.known ? Math.ceil(this.clock.read(message.at) + timeoutMs) : 0;
    const { keys, args, limits } = encodeMessage(this.#self, message, byAt);
    this.#trips += 1;
    const end = await evalWithTimeout(client, { keys, args }, timeoutMs, ({ givenUp, answered }) => {
      this.#trips -= 1;
      if (givenUp && answered) this.#listener.onAnswer();
      else if (givenUp) this.#listener.onEnd();
    });
    if ('why' in end) return end;
    try {
      const reply = decodeReply(end.raw, limits);
      const now = this.#read();
      this.clock.observe(reply.now, message, now);
      if ('late' in reply) return { late: true };
      // This process stood still, or its machine slept: permits of long ago are others' by now.
      return ageOf(message, now) > grantMs ? { stale: true } : { reply };
    } catch {
      return { why: 'an answer that is not the ledger’s' };
    }
  }
}

/** One script run. Settles within `timeoutMs` and a little, whatever the client does. */
function evalWithTimeout(
  client: RedisClient,
  what: { readonly keys: string[]; readonly args: string[] },
  timeoutMs: number,
  settled: Settled,
): Promise<TripEnd> {
  return new Promise((resolve) => {
    let givenUp = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = (result: TripEnd): void => {
      clearTimeout(timer);
      resolve(result);
    };
    const giveUp = (): void => {
      givenUp = true;
      end({ why: `no answer within ${timeoutMs} ms` });
    };
    // After a stall of this process the answer may be there already, unread: sockets get one turn before the verdict.
    timer = setTimeout(() => {
      timer = setTimeout(giveUp, 0);
    }, timeoutMs);
    begin(client, what).then(
      (raw) => {
        settled({ givenUp, answered: true });
        if (!givenUp) end({ raw });
      },
      (error: unknown) => {
        settled({ givenUp, answered: false });
        if (!givenUp) end({ why: reasonOf(error) });
      },
    );
  });
}

/** A client may also throw at once. */
async function begin(
  client: RedisClient,
  { keys, args }: { keys: string[]; args: string[] },
): Promise<unknown> {
  return client.eval(syncScript, keys, args);
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message || error.name : String(error)).slice(0, 200);
}
