// The form of a command: what may be typed, and what carries it out.
import type { Exchange } from '../internal.ts';
import type { CliError } from './cli-error.ts';
import type { WordKind } from './names.ts';
import type { Terminal } from './terminal.ts';
import type { Paint } from './text/paint.ts';

/** One option of a command. */
export interface OptionSpec {
  /** Stands for the value in the help; a flag has none. */
  readonly value?: string;
  readonly about: string;
  /** Which words it takes. @default any text */
  readonly words?: WordKind;
  /** The whole numbers that it takes, from and to. */
  readonly range?: readonly [from: number, to: number];
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

/** The values of all options, as `OptionSpec` says they are read. */
export interface Options {
  readonly exchange?: Exchange;
  readonly category?: string;
  readonly outcome?: string;
  readonly body?: string;
  readonly status?: number;
  readonly host?: string;
  readonly path?: string;
  readonly samples?: number;
  readonly moments?: number;
  readonly reconcile?: true;
  readonly words?: true;
  readonly json?: true;
}

/** What a command may use besides what was typed. */
export interface Context {
  readonly terminal: Terminal;
  /** All commands, for completion. */
  readonly commands: readonly CommandSpec[];
}

/** What a command came to. */
export interface Report {
  /** For machines. */
  readonly value: unknown;
  /** For people. */
  readonly lines: (paint: Paint) => readonly string[];
  /** What could not be done. Machines get the value before it. */
  readonly problem?: CliError | undefined;
}

/** Carries a command out. @throws {CliError} */
export type Run = (words: readonly string[], options: Options, context: Context) => Report | Promise<Report>;

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
