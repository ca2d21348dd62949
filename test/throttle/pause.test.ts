import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pause } from '../../src/throttle/pause.ts';

describe('a pause', () => {
  it('lasts until its end and holds nobody before it was set or after', () => {
    const pause = new Pause();
    expect(pause.opensAt(5)).toBe(5);
    expect(pause.extend({ untilAt: 700 }, 100)).toBe(true);
    expect([100, 699, 700].map((at) => pause.opensAt(at))).toEqual([700, 700, 700]);
  });

  it('only ever gets longer, and says whether it did', () => {
    const pause = new Pause();
    expect([700, 600, 700, 900].map((untilAt) => pause.extend({ untilAt }, 0))).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect(pause.opensAt(0)).toBe(900);
    expect(pause.extend({ untilAt: 50 }, 950)).toBe(false);
    expect(pause.opensAt(950)).toBe(950);
  });

  it('has calls come back little by little, if wanted', () => {
    const pause = new Pause();
    pause.extend({ untilAt: 100, slowStart: true }, 0);
    pause.admit(100);
    expect([pause.opensAt(100), pause.opensAt(150), pause.opensAt(400)]).toEqual([150, 150, 400]);
  });

  it('holds back who was admitted before it, or at its very instant, and nobody admitted later', () => {
    const pause = new Pause();
    pause.extend({ untilAt: 700, ceilingMs: 200 }, 100);
    expect([99, 100, 101, 300].map((at) => pause.holdsBack(at, 400))).toEqual([true, true, false, false]);
    expect(pause.holdsBack(99, 700)).toBe(false);
    // Renewed while a probe was signed: it is held back too.
    pause.extend({ untilAt: 900, ceilingMs: 200 }, 350);
    expect(pause.holdsBack(300, 400)).toBe(true);
  });
});

describe('a pause that is longer than its ceiling', () => {
  const long = (): Pause => {
    const pause = new Pause();
    pause.extend({ untilAt: 1e9, ceilingMs: 1000, slowStart: true }, 0);
    return pause;
  };

  it('lets one probe go there, and keeps the others for its answer', () => {
    const pause = long();
    expect([pause.opensAt(0), pause.opensAt(999), pause.opensAt(1000)]).toEqual([1000, 1000, 1000]);
    pause.admit(1000);
    expect(pause.opensAt(1000)).toBe(11_000);
  });

  it('is over for all with a good answer to the probe, little by little', () => {
    const pause = long();
    pause.admit(1000);
    expect(pause.endProbe(1000, true, 1020)).toBe(true);
    expect(pause.opensAt(1020)).toBe(1020);
    pause.admit(1020);
    expect(pause.opensAt(1020)).toBe(1070);
    expect(pause.opensAt(2000)).toBe(2000);
  });

  it('is not over by the answer to a call that left before it', () => {
    const pause = long();
    expect([pause.endProbe(-50, true, 10), pause.endProbe(0, true, 10)]).toEqual([false, false]);
    expect(pause.opensAt(10)).toBe(1000);
  });

  it('lets the next probe go soon after one that ended without a word', () => {
    const pause = long();
    pause.admit(1000);
    pause.endProbe(1000, false, 1020);
    expect(pause.opensAt(1020)).toBe(2020);
  });

  it('lets the next probe go by itself where no answer comes at all', () => {
    const pause = long();
    pause.admit(1000);
    expect(pause.opensAt(10_999)).toBe(11_000);
    expect(pause.opensAt(11_000)).toBe(11_000);
  });

  it('is renewed by a refused probe: for as long as that asks, and by a probe again beyond the ceiling', () => {
    const short = long();
    short.admit(1000);
    short.extend({ untilAt: 1520, ceilingMs: 1000, slowStart: true }, 1020);
    short.endProbe(1000, false, 1020);
    expect(short.opensAt(1020)).toBe(1520);
    const absurd = long();
    absurd.admit(1000);
    absurd.extend({ untilAt: 1e9, ceilingMs: 1000, slowStart: true }, 1020);
    absurd.endProbe(1000, false, 1020);
    expect(absurd.opensAt(1020)).toBe(2020);
  });

  it('is lifted by hand', () => {
    const pause = long();
    pause.lift(10);
    expect(pause.opensAt(10)).toBe(10);
    pause.admit(10);
    expect(pause.opensAt(10)).toBe(60);
    pause.lift(5000);
    expect(pause.opensAt(5000)).toBe(5000);
  });
});

it('never opens before what was asked for, or the ceiling after the last word, whatever came in which order', () => {
  const step = fc.record({
    afterMs: fc.nat(500),
    waitMs: fc.nat(3000),
    what: fc.constantFrom('extend', 'went', 'silent'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 2000 }), (story, ceilingMs) => {
      const pause = new Pause();
      let now = 0;
      let notBefore = 0;
      for (const { afterMs, waitMs, what } of story) {
        now += afterMs;
        if (what === 'extend') {
          pause.extend({ untilAt: now + waitMs, ceilingMs }, now);
          notBefore = Math.max(notBefore, now + Math.min(waitMs, ceilingMs));
        } else if (what === 'went' && pause.opensAt(now) === now) pause.admit(now);
        else pause.endProbe(now, false, now);
        expect(pause.opensAt(now)).toBeGreaterThanOrEqual(Math.max(now, notBefore));
      }
    }),
  );
});
