import type { RedisClient } from '../../../src/redis/client.ts';
import { parts } from '../../../src/redis/slice.ts';

/** What the script was told, as far as tests look at it. */
export interface SaidMessage {
  readonly id: string;
  readonly by: number;
  readonly bye: boolean;
  readonly away: boolean;
  readonly missed: boolean;
  readonly resume: boolean;
  readonly epoch: number;
  readonly share: number;
  readonly flightMs: number;
  readonly slices: readonly [from: number, to: number][];
  readonly lifts: readonly number[];
  readonly pauses: readonly [group: number, key: string, leftMs: number][];
  readonly limits: readonly [capacity: number, windowMs: number, group: number, key: string][];
  readonly reports: readonly ['h' | 'a' | 'f', string, number, [number, number, number][]][];
  readonly asks: readonly [first: number, count: number, shares: [number, number, number][], place: string][];
}

export type Behaviour = 'grants' | 'refuses' | 'hangs' | 'fails' | 'throws' | 'garbage' | 'late';

/** Answers every message after `latencyMs` as it is told, and keeps what it heard. */
export class FakeRedis implements RedisClient {
  readonly messages: SaidMessage[] = [];
  behaviour: Behaviour = 'grants';
  latencyMs = 1;
  /** What the reply says beyond grants. */
  extra: Record<string, unknown> = {};
  processes = 4;
  /** Handed out to whoever asks for units. */
  slice: readonly [from: number, to: number] = [0, parts / 4];
  epoch = 7;
  waitMs = 100;
  readonly #hung: ((error: Error) => void)[] = [];

  eval(_script: string, _keys: string[], args: string[]): Promise<unknown> {
    const said = JSON.parse(args[0] ?? '{}') as SaidMessage;
    this.messages.push(said);
    if (this.behaviour === 'throws') throw new Error('thrown at once');
    if (this.behaviour === 'hangs') return new Promise((_, reject) => this.#hung.push(reject));
    return new Promise((resolve, reject) => {
      setTimeout(() => {
        if (this.behaviour === 'fails') reject(new Error('ECONNREFUSED'));
        else resolve(this.behaviour === 'garbage' ? 'OK' : JSON.stringify(this.#reply(said)));
      }, this.latencyMs);
    });
  }

  /** The client ends what it could not send. */
  releaseHung(): void {
    for (const reject of this.#hung.splice(0)) reject(new Error('the connection was closed'));
  }

  /** Everything told about units, in order. */
  get told(): readonly string[] {
    return this.messages.flatMap(({ reports }) => reports.map(([kind, token]) => `${kind} ${token}`));
  }

  #reply(said: SaidMessage): object {
    const now = 1_000_000 + Math.floor(performance.now());
    if (this.behaviour === 'late') return { late: true, now };
    const refused = this.behaviour === 'refuses';
    return {
      now,
      epoch: this.epoch,
      lostMs: -1,
      groups: said.slices.map((held) => [
        this.processes,
        ...(said.away && held[1] > held[0] ? held : this.slice),
      ]),
      flightMs: said.flightMs,
      lifts: [0, 0],
      given: said.asks.map(([, count]) => (refused ? 0 : count)),
      waits: said.asks.map(() => (refused ? this.waitMs : 0)),
      pauses: {},
      differs: {},
      ...this.extra,
    };
  }
}
