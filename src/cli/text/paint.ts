// Colours, on a terminal that wants them.
import { styleText } from 'node:util';
import type { Sink } from '../terminal.ts';

/** Puts a style on a text that is already as wide as it will be. */
export type Paint = (style: 'bold' | 'dim' | 'red', text: string) => string;

/** Colours on a terminal only, and not where `NO_COLOR` holds anything. */
export function paintFor(sink: Sink, env: Readonly<Record<string, string | undefined>>): Paint {
  const isPainted = sink.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  // The stream is the sink's affair: by itself `styleText` looks at `process.stdout`.
  return isPainted ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text;
}
