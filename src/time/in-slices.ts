// Long lists, a part of them per turn of the event loop.

/** Items per turn: one that rejects an axios call takes some 0.1 ms, so that a turn stays well below 50 ms. */
export const itemsPerTurn = 128;

/** Taken before a test can replace it: what ends must come to its end where time stands still. */
const ownSetImmediate: typeof setImmediate | undefined = globalThis.setImmediate;
const ownSetTimeout = globalThis.setTimeout;

/** Does it after what else is due. In Node a timer would not do: those that are due go on before anything else. */
export function onNextTurn(work: () => void): void {
  const later: typeof setImmediate | undefined = globalThis.setImmediate;
  if (later) later(work);
  else setTimeout(work, 0);
}

/** The same where a test has stopped the time. */
function onRealNextTurn(work: () => void): void {
  if (ownSetImmediate) ownSetImmediate(work);
  else ownSetTimeout(work, 0);
}

/**
 * Does `work` for every item, in order, and lets everything else that is due go on in between. The first part is done before
 * this function returns, and no item is asked for before its turn.
 */
export async function inSlices<Item>(
  items: Iterable<Item>,
  work: (item: Item) => void,
  later: typeof onNextTurn = onRealNextTurn,
): Promise<void> {
  let left = itemsPerTurn;
  for (const item of items) {
    work(item);
    left -= 1;
    if (left > 0) continue;
    await new Promise<void>(later);
    left = itemsPerTurn;
  }
}
