import { describe, expect, it } from 'vitest';
import { Abortable } from '../../src/transport/abortable.ts';

const reason = new Error('mine');

describe('an abort', () => {
  it('reaches every signal that was asked for before', () => {
    const flight = new Abortable();
    const told: unknown[] = [];
    const { signal, light } = flight;
    flight.drops({ abort: (why) => told.push(why) });
    flight.abort(reason);
    expect([signal.reason, light.reason, ...told]).toEqual([reason, reason, reason]);
  });

  it('that came before anybody asked is not forgotten', () => {
    const flight = new Abortable();
    flight.abort(reason);
    const told: unknown[] = [];
    flight.drops({ abort: (why) => told.push(why) });
    expect([flight.signal.aborted, flight.signal.reason]).toEqual([true, reason]);
    expect([flight.light.aborted, flight.light.reason, ...told]).toEqual([true, reason, reason]);
  });

  it('counts once, and its first reason', () => {
    const flight = new Abortable();
    let told = 0;
    flight.drops({
      abort: () => {
        told += 1;
      },
    });
    flight.abort(reason);
    flight.abort(new Error('another'));
    expect([told, flight.signal.reason]).toEqual([1, reason]);
  });

  it('for good is told to whoever holds on for a neighbour', () => {
    const flight = new Abortable();
    const told: string[] = [];
    flight.drops({ abort: () => told.push('abort'), end: () => told.push('end') });
    flight.abort();
    flight.end();
    expect(told).toEqual(['abort', 'end']);
  });
});
