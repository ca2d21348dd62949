// Shows how far a long reading is.
import { Writable } from 'node:stream';
import { count } from '../replay/wording.ts';
import type { Sink } from './command.ts';

export interface Progress {
  at(bytes: number, lines: number): void;
  end(): void;
}

/** Between two plain lines; a reading that takes less shows none. */
const everyMs = 2000;

/** A bar on a terminal, plain lines elsewhere. `total` in bytes; undefined where it is not known. */
export async function progressOn(sink: Sink, total: number | undefined): Promise<Progress> {
  if (sink.isTTY && total !== undefined && sink instanceof Writable) return bar(sink, total);
  let toldAt = performance.now();
  return {
    at(bytes, lines) {
      if (performance.now() - toldAt < everyMs) return;
      toldAt = performance.now();
      const part = total ? `${Math.floor((bytes / total) * 100)} %, ` : '';
      sink.write(`replay: ${part}${count(lines, 'line')}\n`);
    },
    end() {},
  };
}

async function bar(stream: Writable, total: number): Promise<Progress> {
  const { SingleBar } = (await import('cli-progress')).default;
  const drawn = new SingleBar({
    stream,
    format: 'replay [{bar}] {percentage} %, {lines} lines',
    barsize: 30,
    barCompleteChar: '=',
    barIncompleteChar: ' ',
    hideCursor: true,
    clearOnComplete: true,
    // Its own way ends the bar on an interrupt, and the process goes on.
    gracefulExit: false,
  });
  const onInterrupt = (): void => {
    drawn.stop();
    process.exit(130);
  };
  process.once('SIGINT', onInterrupt);
  drawn.start(total, 0, { lines: 0 });
  return {
    at: (bytes, lines) => drawn.update(bytes, { lines }),
    end: () => {
      process.off('SIGINT', onInterrupt);
      drawn.stop();
    },
  };
}
