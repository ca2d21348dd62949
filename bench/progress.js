// @ts-check
import { SingleBar } from 'cli-progress';

/** On a terminal the bar is drawn so often at most; elsewhere there is a line for every tenth. */
const everyMs = 100;
const lines = 10;

/**
 * @typedef {object} Progress
 * @property {(done?: number) => void} step So many more are done; one, if nothing is said.
 * @property {() => void} end Nothing is left of a bar.
 */

/**
 * Shows on stderr how far a long run is, so that stdout stays for its results. A bar is drawn within `step` and never
 * by a timer: nothing is drawn while a block is measured.
 *
 * @param {string} what
 * @param {number} total Known from the start: how many blocks, or orders.
 * @param {string} [unit]
 * @returns {Progress}
 */
export function startProgress(what, total, unit = 'blocks') {
  return process.stderr.isTTY ? bar(what, total, unit) : plainLines(what, total, unit);
}

/**
 * @param {string} what
 * @param {number} total
 * @param {string} unit
 * @returns {Progress}
 */
function bar(what, total, unit) {
  const format = `${what} [{bar}] {percentage} % of {total} ${unit}{left}`;
  // A frame in a quarter of an hour: the bar's own timer must not ring within a block.
  const options = { format, fps: 0.001, clearOnComplete: true, hideCursor: true, barsize: 30 };
  const single = new SingleBar({
    ...options,
    barCompleteChar: '#',
    barIncompleteChar: '-',
    stream: process.stderr,
  });
  single.start(total, 0, { left: '' });
  const began = performance.now();
  let drawnAt = began;
  let ended = 0;
  return {
    step: (done = 1) => {
      ended += done;
      const now = performance.now();
      const seconds = Math.round((((now - began) / ended) * (total - ended)) / 1000);
      single.update(ended, { left: `, ${seconds} s left` });
      if (now - drawnAt < everyMs) return;
      single.render();
      drawnAt = now;
    },
    end: () => single.stop(),
  };
}

/**
 * @param {string} what
 * @param {number} total
 * @param {string} unit
 * @returns {Progress}
 */
function plainLines(what, total, unit) {
  const began = performance.now();
  let ended = 0;
  return {
    step: (done = 1) => {
      const tenth = Math.floor((ended * lines) / total);
      ended += done;
      if (Math.floor((ended * lines) / total) === tenth) return;
      const seconds = Math.round((performance.now() - began) / 1000);
      console.error(`${what}: ${ended} of ${total} ${unit}, ${seconds} s`);
    },
    end: () => {},
  };
}
