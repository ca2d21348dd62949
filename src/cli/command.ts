// The form of a command: what may be typed, and what carries it out.
import type { Terminal } from './terminal.ts';
import type { Paint } from './text/paint.ts';

/** What completion offers for a word. */
export type WordKind = 'exchange' | 'category' | 'outcome' | 'file' | 'shell';

/** One option of a command. */
export interface OptionSpec {
  /** Stands for the value in the help; a flag has none. */
  readonly value?: string;
  readonly about: string;
  readonly words?: WordKind;
}

/** One command. */
export interface CommandSpec {
  readonly name: string;
  /** One line. */
  readonly summary: string;
  readonly usage: readonly string[];
  /** Paragraphs; lines that begin with two spaces are printed as they are. */
  readonly about: readonly string[];
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** What completion offers for the words that are no options. */
  readonly words?: WordKind;
  readonly examples: readonly string[];
  /** Loaded when it is called for, since the terminal waits for it. */
  readonly load: () => Promise<{ readonly run: Run }>;
}

/** What was typed behind a command. */
export interface Arguments {
  readonly words: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  readonly flags: ReadonlySet<string>;
}

/** What a command is given to work with. */
export interface Context {
  readonly terminal: Terminal;
  readonly paint: Paint;
  readonly json: boolean;
  /** All commands, for completion. */
  readonly commands: readonly CommandSpec[];
}

/** Carries a command out. @returns the exit code @throws {CliError} */
export type Run = (args: Arguments, context: Context) => number | Promise<number>;

/** How the command line is called. */
export const binary = 'exchange-interceptors';

/** The options of a command, and those that all have. */
export function optionsOf(command: CommandSpec): Readonly<Record<string, OptionSpec>> {
  return {
    ...command.options,
    json: { about: 'print JSON, for machines' },
    help: { about: 'print this' },
  };
}
