import { vi } from 'vitest';
import { seeded } from './random.ts';

const turn = setImmediate;

export interface VirtualTime {
  readonly seed: number;
  /** Whether the event loop stands still at random, for 50 ms or longer. */
  readonly stalls?: boolean;
  /** How long it stands still at most. @default 400 */
  readonly stallMs?: number;
}

/**
 * Runs the work on a frozen clock that is turned on in steps of 5 ms as fast as the machine can. All timers of one step
 * ring before any promise goes on, as in a process that is busy; a stall is one long step.
 */
export async function inVirtualTime<Value>(
  work: () => Promise<Value>,
  { seed, stalls = false, stallMs = 400 }: VirtualTime,
): Promise<Value> {
  const random = seeded(seed);
  vi.useFakeTimers({
    now: 1_700_000_000_000,
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
  });
  vi.spyOn(Math, 'random').mockImplementation(seeded(seed + 1));
  try {
    let settled = false;
    const outcome = work().finally(() => {
      settled = true;
    });
    outcome.catch(() => undefined);
    for (let step = 0; !settled; step += 1) {
      if (step > 100_000) throw new Error('nothing settled in 500 virtual seconds');
      await new Promise((resolve) => turn(resolve));
      await new Promise((resolve) => turn(resolve));
      vi.advanceTimersByTime(stalls && random() < 0.02 ? 50 + Math.floor(random() * (stallMs - 49)) : 5);
    }
    return await outcome;
  } finally {
    vi.restoreAllMocks();
    vi.useRealTimers();
  }
}
