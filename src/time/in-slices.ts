// Long lists, a part of them per turn of the event loop.

/** Items per turn, of all lists: one that rejects an axios call takes some 0.1 ms, so that a turn stays well below 50 ms. */
export const itemsPerTurn = 128;

/** Taken before a test can replace them: turns of the loop go on where time stands still. */
const ownSetImmediate: typeof setImmediate | undefined = globalThis.setImmediate;
const ownSetTimeout = globalThis.setTimeout;

/** Does it after what else is due. In Node a timer would not do: those that are due go on before anything else. */
export function onNextTurn(work: () => void): void {
  if (ownSetImmediate) ownSetImmediate(work);
  else ownSetTimeout(work, 0);
}

/** Does the next item of a list. */
type Step = () => void;

/** No turn is longer: one that is has lost its end to a test that stopped the time, or dropped what waited for it. */
const longestTurnMs = 1000;

/** What all gateways share, for the event loop is the process's (docs/decisions/0026). It holds for one turn. */
const turn: { left: number; begunAt: number; readonly waiting: Step[] } = {
  left: 0,
  begunAt: Number.NEGATIVE_INFINITY,
  waiting: [],
};

/**
 * Does `work` for every item, in order, and lets everything else that is due go on in between. What this turn has room for is
 * done before this function returns; lists that are done at the same time take turns, item by item. No item is asked for before
 * it is done.
 * @throws what `work` throws; the rest of the list is left
 */
export function inSlices<Item>(items: Iterable<Item>, work: (item: Item) => void): Promise<void> {
  const iterator = items[Symbol.iterator]();
  return new Promise((resolve, reject) => {
    const step = (): void => {
      try {
        const next = iterator.next();
        if (next.done) {
          resolve();
          return;
        }
        work(next.value);
        turn.waiting.push(step);
      } catch (error) {
        reject(error);
      }
    };
    turn.waiting.push(step);
    goOn();
  });
}

function goOn(): void {
  if (Math.abs(Date.now() - turn.begunAt) > longestTurnMs) {
    turn.left = itemsPerTurn;
    turn.begunAt = Date.now();
    onNextTurn(endTurn);
  }
  for (; turn.left > 0; turn.left -= 1) {
    const step = turn.waiting.shift();
    if (!step) return;
    step();
  }
}

function endTurn(): void {
  turn.begunAt = Number.NEGATIVE_INFINITY;
  if (turn.waiting.length > 0) goOn();
}
