// The form of a command: what may be typed, and what carries it out.
import type { Exchange } from '../internal.ts';
import type { CliError } from './cli-error.ts';
import type { WordKind } from './names.ts';
import type { Terminal } from './terminal.ts';

/** One command. */
export interface CommandSpec {
  readonly name: string;
  /** One line. */
  readonly summary: string;
  /** Behind its name, one line each. */
  readonly usage: readonly string[];
  /** Paragraphs; lines that begin with two spaces are printed as they are. */
  readonly about: string;
  /** What each option is about, by its flags, such as `status <n>`. */
  readonly options: Readonly<Record<string, string>>;
  /** What completion offers for the words that are no options. */
  readonly words?: WordKind;
  readonly examples: readonly string[];
  /** Loaded when it is called for, since the terminal waits for it. */
  readonly load: () => Promise<{ readonly run: Run }>;
}

/** The values of all options. */
export interface Options {
  readonly exchange?: Exchange;
  readonly category?: string;
  readonly outcome?: string;
  readonly body?: string;
  readonly bodies?: string;
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
export interface Context extends Terminal {
  /** All commands, for completion. */
  readonly commands: readonly CommandSpec[];
}

/** What a command came to. */
export interface Report {
  /** For machines. */
  readonly value: unknown;
  /** For people. */
  readonly lines: readonly string[];
  /** What could not be done. Machines get the value before it. */
  readonly problem?: CliError | undefined;
}

/** Carries a command out. @throws {CliError} */
export type Run = (words: readonly string[], options: Options, context: Context) => Report | Promise<Report>;

/** How the command line is called. */
export const binary = 'exchange-interceptors';

/** One option of a command. A flag takes no value. */
export interface OptionSpec {
  readonly name: string;
  readonly value: string | undefined;
  readonly about: string;
}

/** The options of a command, and those that all have. */
export function optionsOf({ options }: CommandSpec): readonly OptionSpec[] {
  const all = { ...options, json: 'print JSON, for machines', help: 'print this' };
  return Object.entries(all).map(([flags, about]) => {
    const [name = '', value] = flags.split(' ');
    return { name, value, about };
  });
}
