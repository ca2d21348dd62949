/** What went wrong, in sentences for a person, and how the process ends: 1, it could not be done; 2, it was asked wrongly. */
export class Trouble extends Error {
  readonly lines: readonly string[];
  readonly exitCode: 1 | 2;

  constructor(exitCode: 1 | 2, ...lines: readonly string[]) {
    super(lines.join(' '));
    this.name = 'Trouble';
    this.lines = lines;
    this.exitCode = exitCode;
  }
}

/** It was asked in a way that is not understood. */
export function misused(...lines: readonly string[]): Trouble {
  return new Trouble(2, ...lines);
}

/** It was understood, but could not be done. */
export function failed(...lines: readonly string[]): Trouble {
  return new Trouble(1, ...lines);
}
