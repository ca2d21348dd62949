// Ends calls from the gateway's side: all of them, or those that only wait.
import { inSlices } from '../time/in-slices.ts';
import type { Cancellation } from './call-stage.ts';
import { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import { endInSlices } from './end-in-slices.ts';

/** All calls under way, one by one: every one has a deadline. */
function* activeCalls({ deadlines }: GatewayContext): Generator<CallState> {
  for (const item of deadlines.items()) if (item instanceof CallState) yield item;
}

/**
 * Drops everything that waits, except cancels: nothing of it is sent from now on, and it rejects over as many turns of the
 * loop as it takes. What is out comes to its end, questions about it included; what changes something does not go again.
 * @returns how many were dropped
 */
export function panic(context: GatewayContext): number {
  const cancellation: Cancellation = { reason: 'panic', cause: undefined };
  let dropped = 0;
  function* droppable(): Generator<CallState> {
    for (const call of activeCalls(context)) {
      const { kind } = call.route;
      if (kind === 'cancel') continue;
      if (call.isRecallable) {
        dropped += 1;
        yield call;
      } else if (kind !== 'read' && call.transport.isOwn !== true) call.unsendable = cancellation;
    }
  }
  void endInSlices(droppable(), cancellation);
  return dropped;
}

/** Ends the calls of one client that only wait, its log-ins too. */
export function recall(context: GatewayContext, client: object, cause: Error | undefined): void {
  const waits = ({ stage, isEnding, outcomeUnknown }: CallState): boolean =>
    stage === 'waiting' && !isEnding && !outcomeUnknown;
  const own = [...activeCalls(context)].filter((call) => call.transport.client === client && waits(call));
  void endInSlices(own, { reason: 'closed', cause });
}

/**
 * Ends a gateway. What waits rejects; what is in flight may finish, and is cut when the time is over. Called again it
 * waits for the same end, and the sooner of the times counts.
 * @param timeoutMs for how long what is in flight may still finish
 */
export function close(context: GatewayContext, timeoutMs: number): Promise<void> {
  context.closed = true;
  context.closing ??= shutDown(context);
  // Only as long as something is under way is there anything to cut.
  if (context.active.count > 0) abandonAfter(context, timeoutMs);
  return context.closing;
}

async function shutDown(context: GatewayContext): Promise<void> {
  const { active, deadlines, throttle, stragglers, closers } = context;
  // What is under way may finish.
  await endInSlices(activeCalls(context), { reason: 'closed', cause: undefined }, (call) =>
    call.endForeclosed(),
  );
  await active.idle();
  for (const timer of context.closeTimers) clearTimeout(timer);
  // What is not settled by now is a clock read, which no call needs any more.
  for (const call of [...activeCalls(context)]) call.abandon();
  const ends = [...closers];
  closers.clear();
  for (const end of ends) end();
  // Clients that were aborted before may still hold a socket that another call of theirs uses.
  for (const straggler of stragglers) straggler.end();
  stragglers.clear();
  deadlines.close();
  await throttle.close();
}

function abandonAfter(context: GatewayContext, timeoutMs: number): void {
  const abandon = (): void => void inSlices([...activeCalls(context)], (call) => call.abandon());
  if (timeoutMs === 0) abandon();
  else if (timeoutMs < 2 ** 31) context.closeTimers.push(setTimeout(abandon, timeoutMs));
}
