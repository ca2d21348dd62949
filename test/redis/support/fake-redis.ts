import type { RedisClient } from '../../../src/redis/client.ts';

/** What the script was told, as far as tests look at it. */
export interface SaidTurn {
  readonly me: string;
  readonly by: number;
  readonly bye: boolean;
  readonly join: boolean;
  readonly epoch: number;
  readonly pauses: readonly [string, number][];
  readonly limits: readonly [number, number, string][];
  readonly facts: readonly ['h' | 'a' | 'f', string, number, [number, number, number][]][];
  readonly asks: readonly [first: number, count: number, shares: [number, number, number][]][];
}

export type Behaviour = 'grants' | 'refuses' | 'hangs' | 'fails' | 'throws' | 'garbage' | 'late';

/** Answers every turn after `latencyMs` as it is told, and keeps what it heard. */
export class FakeRedis implements RedisClient {
  readonly turns: SaidTurn[] = [];
  behaviour: Behaviour = 'grants';
  latencyMs = 1;
  /** What the reply says beyond grants. */
  extra: Record<string, unknown> = {};
  processes = 4;
  epoch = 7;
  waitMs = 100;

  eval(_script: string, _keys: string[], args: string[]): Promise<unknown> {
    const turn = JSON.parse(args[0] ?? '{}') as SaidTurn;
    this.turns.push(turn);
    if (this.behaviour === 'throws') throw new Error('thrown at once');
    if (this.behaviour === 'hangs') return new Promise(() => undefined);
    return new Promise((resolve, reject) => {
      setTimeout(() => {
        if (this.behaviour === 'fails') reject(new Error('ECONNREFUSED'));
        else resolve(this.behaviour === 'garbage' ? 'OK' : JSON.stringify(this.#reply(turn)));
      }, this.latencyMs);
    });
  }

  /** Everything told about units, in order. */
  get told(): readonly string[] {
    return this.turns.flatMap(({ facts }) => facts.map(([kind, token]) => `${kind} ${token}`));
  }

  #reply(turn: SaidTurn): object {
    const now = 1_000_000 + Math.floor(performance.now());
    if (this.behaviour === 'late') return { late: true, now };
    const refused = this.behaviour === 'refuses';
    return {
      now,
      epoch: this.epoch,
      lostMs: -1,
      processes: this.processes,
      given: turn.asks.map(([, count]) => (refused ? 0 : count)),
      waits: turn.asks.map(() => (refused ? this.waitMs : 0)),
      pauses: {},
      differs: {},
      ...this.extra,
    };
  }
}
