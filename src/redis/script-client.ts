// Takes messages to Redis and keeps track of its clock.
import type { RedisClient } from './client.ts';
import { decodeReply, type Encoded, encodeMessage } from './message-codec.ts';
import type { ResolvedRedis } from './options.ts';
import { ageOf, type Instant, RedisClock } from './redis-clock.ts';
import { syncScript } from './script.ts';
import type { Self, SyncMessage, SyncReply } from './sync-message.ts';

/**
 * What a message came back with. `late`: Redis got it too late and did nothing. `stale`: what it did is known too late to
 * be used.
 */
export type Delivered =
  | { readonly reply: SyncReply }
  | { readonly late: true }
  | { readonly stale: true }
  | { readonly why: string };

/** Redis forgets a member later than this: until then, what it said of our slice holds. */
const lateMs = 3000;

type TripEnd = { readonly raw: unknown } | { readonly why: string };

interface Settled {
  /** The client has ended a trip, be it after it was given up. */
  readonly ended: (wasGivenUp: boolean) => void;
  readonly answeredLate: (raw: unknown) => void;
}

export interface TripListener {
  /** A trip that was given up is answered still: Redis is there. */
  readonly onLateAnswer: (message: SyncMessage, delivered: Delivered) => void;
  /** A trip that was given up has ended: there is room for another one. */
  readonly onEnd: () => void;
}

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
    const latestAt = Math.ceil(this.clock.latest(message));
    const leftAt = Number.isFinite(latestAt) ? latestAt : 0;
    const { keys, args, limits } = encodeMessage(this.#self, message, byAt, leftAt);
    this.#trips += 1;
    const end = await evalWithTimeout(client, { keys, args }, timeoutMs, {
      ended: (wasGivenUp) => {
        this.#trips -= 1;
        if (wasGivenUp) this.#listener.onEnd();
      },
      answeredLate: (raw) =>
        this.#listener.onLateAnswer(message, this.#deliver(raw, message, limits, lateMs)),
    });
    return 'why' in end ? end : this.#deliver(end.raw, message, limits, grantMs);
  }

  /** `mostMs`: what comes back later is of no use. */
  #deliver(raw: unknown, message: SyncMessage, limits: Encoded['limits'], mostMs: number): Delivered {
    try {
      const reply = decodeReply(raw, limits);
      const now = this.#read();
      this.clock.observe(reply.now, message, now);
      if ('late' in reply) return { late: true };
      // This process stood still, or its machine slept: permits of long ago are others' by now.
      return ageOf(message, now) > mostMs ? { stale: true } : { reply };
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
    // After a stall of this process the answer may be there already, unread: sockets get one turn before it is given up.
    timer = setTimeout(() => {
      timer = setTimeout(giveUp, 0);
    }, timeoutMs);
    begin(client, what).then(
      (raw) => {
        settled.ended(givenUp);
        if (givenUp) settled.answeredLate(raw);
        else end({ raw });
      },
      (error: unknown) => {
        settled.ended(givenUp);
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

/** A client's own words may quote its address, with the password in it. Imported, `redact` would be a part of its own in bundles. */
function reasonOf(error: unknown): string {
  const words = error instanceof Error ? error.message || error.name : error;
  const text = typeof words === 'string' ? words : 'no words';
  return text
    .replaceAll(/\/\/[^/\s]*@/g, '//…@')
    .replaceAll(/(\/\/[^\s?]*)\?\S*/g, '$1')
    .slice(0, 200);
}
