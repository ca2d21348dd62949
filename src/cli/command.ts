// The form of a command: what may be typed, what it may touch of the world, and what it comes to.
import { stripVTControlCharacters } from 'node:util';
import type { Exchange } from '../internal.ts';

/** Where text goes. Node's streams are such, and so is a list in a test. */
export interface Sink {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** All that a command may touch of the world. */
export interface Terminal {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly stdin: () => AsyncIterable<Uint8Array | string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly fetch: typeof fetch;
}

/** Writes lines; with their styles on a terminal only, and not where `NO_COLOR` holds anything. */
export function print(sink: Sink, env: Terminal['env'], lines: readonly string[]): void {
  if (lines.length === 0) return;
  const text = `${lines.join('\n')}\n`;
  const isStyled = sink.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  sink.write(isStyled ? text : stripVTControlCharacters(text));
}

/** Ends the process. Its lines are printed, the first as a headline. */
export class CliError extends Error {
  readonly exitCode: 1 | 2;
  readonly lines: readonly string[];

  /** @param exitCode 1: it could not be done; 2: it was asked wrongly */
  constructor(exitCode: 1 | 2, lines: readonly string[]) {
    super(lines.join(' '));
    this.exitCode = exitCode;
    this.lines = lines;
  }
}

/** It was asked in a way that is not understood. */
export function misused(...lines: readonly string[]): CliError {
  return new CliError(2, lines);
}

/** It was understood, but could not be done. */
export function failed(...lines: readonly string[]): CliError {
  return new CliError(1, lines);
}

/** The only word that was typed. @throws {CliError} for none or several, which begins with what is taken */
export function onlyWord([word, ...more]: readonly string[], takes: string): string {
  if (word !== undefined && more.length === 0) return word;
  throw misused(takes);
}

/** What a word may be. */
export type WordKind = 'exchange' | 'category' | 'outcome' | 'shell' | 'file';

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
  readonly load: () => Promise<Run>;
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

/** What a command comes to that found nothing. */
export function foundNothing(...lines: readonly string[]): Report {
  return { value: [], lines: [], problem: failed(...lines) };
}

/** Carries a command out. @throws {CliError} */
export type Run = (words: readonly string[], options: Options, context: Context) => Report | Promise<Report>;

/** How the command line is called. */
export const binary = 'exchange-interceptors';

/** The options of a command, and those that all have. A flag takes no value. */
export function optionsOf({ options }: CommandSpec): readonly Record<'name' | 'value' | 'about', string>[] {
  const all = { ...options, json: 'print JSON, for machines', help: 'print this' };
  return Object.entries(all).map(([flags, about]) => {
    const [name = '', value = ''] = flags.split(' ');
    return { name, value, about };
  });
}
