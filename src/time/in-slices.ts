// Long lists, a part of them per turn of the event loop.

/** Items per turn, of all lists: one that rejects an axios call takes some 0.1 ms, so that a turn stays well below 50 ms. */
export const itemsPerTurn = 128;

/** Where there is no channel. Taken before a test can replace it. */
const ownSetTimeout = globalThis.setTimeout;

/**
 * Does it after what else is due. By a message, and not by a timer: in Node, timers that are due go on before anything else, and
 * a test may have replaced all of them, even before this file is loaded.
 */
export function onNextTurn(work: () => void): void {
  if (typeof MessageChannel === 'undefined') {
    ownSetTimeout(work, 0);
    return;
  }
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    work();
  };
  port2.postMessage(undefined);
}

/** Does the next item of a list. */
type Step = () => void;

/** What all gateways share, for the event loop is the process's (docs/decisions/0026). It holds for one turn. */
const turn: { left: number; isBegun: boolean; readonly waiting: Step[] } = {
  left: 0,
  isBegun: false,
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
  if (!turn.isBegun) {
    turn.isBegun = true;
    turn.left = itemsPerTurn;
    onNextTurn(endTurn);
  }
  for (; turn.left > 0; turn.left -= 1) {
    const step = turn.waiting.shift();
    if (!step) return;
    step();
  }
}

function endTurn(): void {
  turn.isBegun = false;
  if (turn.waiting.length > 0) goOn();
}
