import type { Sink } from '../terminal.ts';

/** What switches each style on and off again. `styleText` would look at `process.stdout` instead of the sink. */
const styles = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39] } as const;

export type Style = keyof typeof styles;
/** Puts a style on a text that is already as wide as it will be. */
export type Paint = (style: Style, text: string) => string;

/** For pipes, files and tests. */
const plain: Paint = (_, text) => text;

const painted: Paint = (style, text) => {
  const [on, off] = styles[style];
  return `\u001b[${on}m${text}\u001b[${off}m`;
};

/** Colours on a terminal only, and not where `NO_COLOR` holds anything. */
export function paintFor(sink: Sink, env: Readonly<Record<string, string | undefined>>): Paint {
  return sink.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb' ? painted : plain;
}
