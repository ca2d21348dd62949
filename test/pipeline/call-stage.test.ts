import { describe, expect, it, vi } from 'vitest';
import {
  type Cancellation,
  CancelledError,
  cancellationOf,
  StagedCall,
} from '../../src/pipeline/call-stage.ts';

const aborted: Cancellation = { reason: 'aborted', cause: 'mine' };

const waiting = () => ({ kind: 'waiting' as const, onCancelled: vi.fn() });
const asking = () => ({ kind: 'asking' as const, onCancelled: vi.fn() });
const inFlight = () => ({ kind: 'in-flight' as const, onCancelled: vi.fn(), onAbandoned: vi.fn() });

describe('the stages of a call', () => {
  it('one at a time: beginning another throws, and says which', () => {
    for (const begun of [waiting(), asking(), inFlight()]) {
      for (const next of [waiting(), asking(), inFlight()]) {
        const call = new StagedCall();
        call.enter(begun);
        expect(() => call.enter(next)).toThrow(`unreachable: ${next.kind} while ${begun.kind}`);
        call.leave(begun);
        call.enter(next);
        expect(call.stage).toBe(next.kind);
      }
    }
  });

  it('nothing begins, and nothing cancels, after it is settled', () => {
    const call = new StagedCall();
    call.settle({ error: 'known' });
    expect(() => call.enter(waiting())).toThrow('unreachable: waiting while settled');
    call.cancel(aborted);
    expect(call.cancellation).toBeUndefined();
    expect(call.result).toEqual({ error: 'known' });
  });

  it('leaving a stage that another has followed changes nothing', () => {
    const call = new StagedCall();
    const [first, second] = [waiting(), inFlight()];
    call.enter(first);
    call.leave(first);
    call.enter(second);
    call.leave(first);
    expect(call.stage).toBe('in-flight');
  });
});

describe('a cancellation', () => {
  it('reaches the stage in hand, or the next one at once; the first reason counts', () => {
    const call = new StagedCall();
    call.cancel(aborted);
    call.expire();
    const stage = waiting();
    call.enter(stage);
    expect(stage.onCancelled.mock.calls).toEqual([[aborted]]);
    expect(() => call.throwIfEnding()).toThrow(CancelledError);
  });

  it('of an outdated call leaves what is in flight alone', () => {
    const call = new StagedCall();
    const stage = inFlight();
    call.enter(stage);
    call.outdate();
    expect(stage.onCancelled).not.toHaveBeenCalled();
    call.leave(stage);
    call.outdate();
    expect(call.cancellation?.reason).toBe('expired');
  });

  it.each([
    { stage: waiting(), reason: 'closed' },
    { stage: asking(), reason: undefined },
    { stage: inFlight(), reason: undefined },
  ])('by close() reaches only what waits: $stage.kind', ({ stage, reason }) => {
    const call = new StagedCall();
    call.enter(stage);
    call.foreclose({ reason: 'closed', cause: undefined });
    call.endForeclosed();
    expect(call.cancellation?.reason).toBe(reason);
    call.leave(stage);
    // What may finish may begin nothing more.
    expect(() => call.throwIfEnding()).toThrow('closed');
  });

  it('is for the first reason, also where what waits is told of it later, and its wait ends first', () => {
    const call = new StagedCall();
    const stage = waiting();
    call.enter(stage);
    call.foreclose(aborted);
    call.foreclose({ reason: 'closed', cause: undefined });
    expect([call.isEnding, call.cancellation]).toEqual([true, undefined]);
    call.expire();
    call.endForeclosed();
    expect(stage.onCancelled.mock.calls).toEqual([[aborted]]);
    const other = new StagedCall();
    other.foreclose(aborted);
    const next = waiting();
    other.enter(next);
    expect(next.onCancelled.mock.calls).toEqual([[aborted]]);
  });

  it('by abandon() reaches all, and a request in flight is not waited for', () => {
    const call = new StagedCall();
    const stage = inFlight();
    call.enter(stage);
    call.cancel(aborted);
    call.abandon();
    expect(stage.onCancelled.mock.calls).toEqual([[aborted]]);
    expect(stage.onAbandoned).toHaveBeenCalledOnce();
  });

  it('is told from any other error, even from one that cannot be looked at', () => {
    const trap = new Proxy(
      {},
      {
        getPrototypeOf: () => {
          throw new Error('no');
        },
      },
    );
    expect(cancellationOf(new CancelledError(aborted))).toBe(aborted);
    expect([new Error('other'), undefined, trap].map(cancellationOf)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
