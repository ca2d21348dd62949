// Ends many calls at once, without keeping the event loop from anything else.
import { inSlices } from '../time/in-slices.ts';
import type { Cancellation, StagedCall } from './call-stage.ts';

/**
 * Nothing is begun for any of the calls once this returns. Each is ended in its order, a part of them per turn of the loop, the
 * first part at once.
 */
export function endInSlices(
  calls: Iterable<StagedCall>,
  cancellation: Cancellation,
  end: (call: StagedCall) => void = (call) => call.cancel(cancellation),
): Promise<void> {
  const all: StagedCall[] = [];
  // In one walk: most of a crowd is in no cache of the processor's.
  for (const call of calls) {
    call.foreclose(cancellation);
    all.push(call);
  }
  return inSlices(all, end);
}
