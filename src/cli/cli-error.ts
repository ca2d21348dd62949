// What went wrong, in sentences for a person, and how the process ends.

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
