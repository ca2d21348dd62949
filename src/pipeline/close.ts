import { duration, withDefault } from '../options/kinds.ts';
import { resolve, type Shape } from '../options/shape.ts';
import { activeJobs } from './active-calls.ts';
import type { Parts } from './parts.ts';

export interface CloseOptions {
  /** For how long what is in flight may still finish, in milliseconds; then it is cut. @default 5000 */
  readonly timeoutMs?: number;
}

const closeShape: Shape<CloseOptions, 'timeoutMs'> = { timeoutMs: withDefault(duration(), 5000) };

/**
 * Ends a gateway. What waits rejects; what is in flight may finish, and is cut when the time is over. Called again it
 * waits for the same end, and the sooner of the times counts.
 * @throws {TypeError} that names the option.
 */
export function close(parts: Parts, options: CloseOptions = {}): Promise<void> {
  const { timeoutMs } = resolve('close', closeShape, options);
  parts.closed = true;
  parts.closing ??= shutDown(parts);
  // Only as long as something is under way is there anything to cut.
  if (parts.active.count > 0) cutAfter(parts, timeoutMs);
  return parts.closing;
}

async function shutDown(parts: Parts): Promise<void> {
  const { active, deadlines, throttle, stragglers, closers } = parts;
  for (const job of activeJobs(parts)) job.close();
  await active.idle();
  for (const timer of parts.closeTimers) clearTimeout(timer);
  const ends = [...closers];
  closers.clear();
  for (const end of ends) end();
  // Clients that were told to stop before, and may still hold their sockets for a neighbour's sake.
  for (const straggler of stragglers) straggler.end();
  stragglers.clear();
  deadlines.close();
  await throttle.close();
}

function cutAfter(parts: Parts, timeoutMs: number): void {
  const cut = (): void => {
    for (const job of activeJobs(parts)) job.abandon();
  };
  if (timeoutMs === 0) cut();
  else if (timeoutMs < 2 ** 31) parts.closeTimers.push(setTimeout(cut, timeoutMs));
}
