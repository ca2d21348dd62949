// How far a long run is, on stderr, so that stdout stays for its results.
import { SingleBar } from 'cli-progress';

/** The shortest time between two frames of a bar. Elsewhere than on a terminal there is a line for every tenth. */
const everyMs = 100;
const lines = 10;

export interface Progress {
  /** So many more are done. @default 1 */
  readonly step: (done?: number) => void;
  /** Removes the bar. */
  readonly end: () => void;
}

/**
 * Starts a progress. A bar is drawn within `step` and never by a timer: nothing is drawn while a block is measured.
 *
 * @param total how many blocks, orders or whatever `unit` says
 */
export function startProgress(what: string, total: number, unit = 'blocks'): Progress {
  return process.stderr.isTTY ? bar(what, total, unit) : plainLines(what, total, unit);
}

function bar(what: string, total: number, unit: string): Progress {
  const single = new SingleBar({
    format: `${what} [{bar}] {percentage} % of {total} ${unit}{left}`,
    // A frame in a quarter of an hour: the bar's own timer must not fire within a block.
    fps: 0.001,
    clearOnComplete: true,
    hideCursor: true,
    barsize: 30,
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

function plainLines(what: string, total: number, unit: string): Progress {
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
