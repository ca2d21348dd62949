import type { Arguments } from './arguments.ts';
import type { Terminal } from './terminal.ts';
import type { Paint } from './text/paint.ts';

/** What a command is given to work with. */
export interface Context {
  readonly terminal: Terminal;
  readonly paint: Paint;
  readonly json: boolean;
}

/** Carries a command out and says how the process ends. */
export type Run = (args: Arguments, context: Context) => number | Promise<number>;

/** Each command is loaded when it is called for, since the terminal waits for it. */
export const loaders: Readonly<Record<string, () => Promise<{ readonly run: Run }>>> = {
  explain: () => import('./explain/run.ts'),
  search: () => import('./search/run.ts'),
  list: () => import('./list/run.ts'),
  clock: () => import('./clock/run.ts'),
  replay: () => import('./replay/run.ts'),
  completion: () => import('./completion/run.ts'),
};
