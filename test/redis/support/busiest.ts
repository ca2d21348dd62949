/** The most requests that any sliding window of `windowMs` saw. */
export function busiest(bookedAt: readonly number[], windowMs: number): number {
  let most = 0;
  let first = 0;
  for (const [last, at] of bookedAt.entries()) {
    while (at - (bookedAt[first] ?? at) >= windowMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
