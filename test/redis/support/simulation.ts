import type { Redis } from 'ioredis';
import type { RedisClient } from '../../../src/redis/client.ts';
import { resolveRedis } from '../../../src/redis/options.ts';
import { RedisLimiter } from '../../../src/redis/redis-limiter.ts';
import { syncScript } from '../../../src/redis/script.ts';

/** A time in which something is not as it should be. `bot`: whom it concerns; undefined: everybody. */
export interface Fault {
  /** `away`: nothing gets to Redis. `mute`: Redis hears, its answers are lost. `slow`: both ways take long. */
  readonly kind: 'away' | 'mute' | 'slow' | 'stalled';
  readonly bot?: number;
  readonly fromAt: number;
  readonly toAt: number;
}

export interface Plan {
  readonly capacity: number;
  readonly windowMs: number;
  /** When each bot starts. */
  readonly startsAt: readonly number[];
  readonly endsAt: number;
  readonly faults: readonly Fault[];
  /** When Redis loses all it knows. */
  readonly flushesAt: readonly number[];
  /** A message takes up to so long each way, and 1 ms at least. @default 10 */
  readonly mostTripMs?: number;
  /** Repeats itself: the source of all delays. */
  readonly random: () => number;
}

interface Event {
  readonly at: number;
  readonly happen: () => void | Promise<void>;
}

/** The script on the real Redis, but on a clock of the test's own. */
const script = syncScript
  .replace("redis.call('TIME')", '{ ARGV[2], ARGV[3] }')
  .replace("pcall(redis.call, 'INFO', 'server')", "true, 'run_id:one uptime_in_seconds:9'");

/** Redis's clock when the bots' shows 0. */
const epochMs = 1_700_000_000_000;
const stepMs = 5;

/**
 * Bots that want more than there is, over one Redis, through all that the plan has in store. Everything runs on fake
 * timers, step by step; only the script runs for real, between the steps.
 */
export class Simulation {
  readonly bookedAt: number[] = [];
  /** How many of each bot's. */
  readonly bookedOf: number[] = [];
  /** How long each request took, in the order in which they left. */
  readonly tookMs: number[] = [];
  messages = 0;
  readonly #plan: Plan;
  readonly #redis: Redis;
  readonly #prefix: string;
  readonly #advance: (ms: number) => void;
  #events: Event[] = [];
  #now = 0;

  constructor(plan: Plan, redis: Redis, prefix: string, advance: (ms: number) => void) {
    this.#plan = plan;
    this.#redis = redis;
    this.#prefix = prefix;
    this.#advance = advance;
  }

  async run(): Promise<void> {
    const { startsAt, flushesAt, endsAt } = this.#plan;
    for (const [bot, at] of startsAt.entries()) this.#at(at, () => this.#start(bot));
    for (const at of flushesAt) {
      this.#at(at, async () => {
        await this.#redis.flushall();
      });
    }
    while (this.#now < endsAt) {
      this.#now += stepMs;
      this.#advance(stepMs);
      await this.#happen();
    }
  }

  async #happen(): Promise<void> {
    const due = this.#events.filter(({ at }) => at <= this.#now).sort((a, b) => a.at - b.at);
    this.#events = this.#events.filter(({ at }) => at > this.#now);
    for (const { happen } of due) {
      await happen();
      for (let turn = 0; turn < 12; turn += 1) await undefined;
    }
  }

  #at(at: number, happen: Event['happen']): void {
    this.#events.push({ at, happen });
  }

  #hits(kind: Fault['kind'], bot: number): Fault | undefined {
    return this.#plan.faults.find(
      (fault) =>
        fault.kind === kind &&
        (fault.bot ?? bot) === bot &&
        fault.fromAt <= this.#now &&
        this.#now < fault.toAt,
    );
  }

  #start(bot: number): void {
    const { capacity, windowMs, random } = this.#plan;
    const call = [{ window: { key: 'all', capacity, windowMs, scope: 'ip' as const }, weight: 1 }];
    const send = (): void => {
      // Booked anywhere between sending and answer, and answered before anybody's patience is over.
      const answeredMs = 20 + random() * 400;
      this.tookMs.push(answeredMs);
      this.#at(this.#now + random() * answeredMs, () => {
        this.bookedAt.push(this.#now);
        this.bookedOf[bot] = (this.bookedOf[bot] ?? 0) + 1;
      });
      this.#at(this.#now + answeredMs, () => limiter?.release(call));
    };
    let limiter: RedisLimiter | undefined;
    const room = (): void => {
      const stall = this.#hits('stalled', bot);
      if (stall) this.#at(stall.toAt, room);
      else while (limiter?.take(call, 20)) send();
    };
    limiter = new RedisLimiter(
      resolveRedis({ client: this.#client(bot), prefix: this.#prefix }, 'mexc'),
      { id: `bot-${bot}`, account: 'main' },
      { onRoom: room, onState: () => undefined, onPause: noop, onResume: noop, onMismatch: noop },
      () => this.#now,
    );
    room();
    const knock = (): void => {
      room();
      this.#at(this.#now + 200, knock);
    };
    knock();
  }

  #client(bot: number): RedisClient {
    return {
      eval: (_script, keys, args) =>
        new Promise((resolve, reject) => {
          const hear = async (): Promise<void> => {
            if (this.#hits('away', bot)) {
              // As clients do: some commands fail, some are kept until the connection is back.
              if (this.#plan.random() < 0.5) reject(new Error('ECONNREFUSED'));
              else this.#at(this.#now + 250, hear);
              return;
            }
            const raw = await this.#eval(keys, args);
            this.#at(this.#now + this.#delayMs(bot), () => this.#answer(bot, resolve, reject, raw));
          };
          this.#at(this.#now + this.#delayMs(bot), hear);
        }),
    };
  }

  #answer(bot: number, resolve: (raw: unknown) => void, reject: (error: Error) => void, raw: unknown): void {
    const mute = this.#hits('mute', bot);
    const stall = this.#hits('stalled', bot);
    if (mute) this.#at(mute.toAt, () => reject(new Error('the connection was closed')));
    else if (stall) this.#at(stall.toAt, () => resolve(raw));
    else resolve(raw);
  }

  #delayMs(bot: number): number {
    const slow = this.#hits('slow', bot) ? this.#plan.random() * 400 : 0;
    return 1 + this.#plan.random() * (this.#plan.mostTripMs ?? 10) + slow;
  }

  #eval(keys: string[], args: string[]): Promise<unknown> {
    this.messages += 1;
    const ms = Math.floor(epochMs + this.#now);
    const clock = [String(Math.floor(ms / 1000)), String((ms % 1000) * 1000)];
    return this.#redis.eval(script, keys.length, ...keys, ...args, ...clock);
  }
}

function noop(): void {}
