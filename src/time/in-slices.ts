// Long lists, a part of them per turn of the event loop.

/** Items per turn: one that rejects an axios call takes some 0.1 ms, so that a turn stays well below 50 ms. */
export const itemsPerTurn = 256;

/** Taken before a test can replace it: what ends must come to its end where time stands still. */
const ownSetImmediate: typeof setImmediate | undefined = globalThis.setImmediate;
const ownSetTimeout = globalThis.setTimeout;

/**
 * Does `work` for every item, in order, and lets everything else that is due go on in between. The first part is done before
 * this function returns.
 */
export async function inSlices<Item>(items: readonly Item[], work: (item: Item) => void): Promise<void> {
  for (let at = 0; at < items.length; at += itemsPerTurn) {
    if (at > 0) await nextTurn();
    for (const item of items.slice(at, at + itemsPerTurn)) work(item);
  }
}

/** Does it after what else is due. In Node a timer would not do: those that are due go on before anything else. */
export function onNextTurn(work: () => void): void {
  const later: typeof setImmediate | undefined = globalThis.setImmediate;
  if (later) later(work);
  else setTimeout(work, 0);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (ownSetImmediate) ownSetImmediate(resolve);
    else ownSetTimeout(resolve, 0);
  });
}
