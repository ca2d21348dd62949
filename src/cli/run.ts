// Does what was typed, and says in sentences what could not be done.
import { didYouMean, either } from '../internal.ts';
import { CliError, misused } from './cli-error.ts';
import { binary } from './command.ts';
import { commands } from './commands.ts';
import { CommanderError, toCliError, toProgram } from './program.ts';
import { print, type Terminal } from './terminal.ts';
import { wrap } from './text/layout.ts';
import { paintFor } from './text/paint.ts';
import { printable } from './text/printable.ts';

/** Does what was typed. @returns the exit code: 0 done, 1 could not be done, 2 asked wrongly */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  const [first = '--help', ...rest] = toOptions(argv);
  const spec = commands.find(({ name }) => name === first.toLowerCase());
  let exitCode = 0;
  try {
    if (!spec && !first.startsWith('-')) throw unknownCommand(first);
    const paint = paintFor(terminal.stdout, terminal.env);
    const program = toProgram(commands, terminal, paint, (code) => {
      exitCode = code;
    });
    await program.parseAsync([spec?.name ?? first, ...rest], { from: 'user' });
    return exitCode;
  } catch (thrown) {
    const error = thrown instanceof CommanderError ? toCliError(thrown, spec) : thrown;
    if (error === undefined) return 0;
    if (!(error instanceof CliError)) throw error;
    tell(error, terminal);
    return error.exitCode;
  }
}

/** `help` and `version` are options that look like commands. */
function toOptions(argv: readonly string[]): readonly string[] {
  const [first, second] = argv;
  if (first === 'version') return ['--version'];
  if (first === 'help') return second === undefined ? ['--help'] : [second, '--help'];
  return argv;
}

function unknownCommand(name: string): CliError {
  const names = commands.map((command) => command.name);
  return misused(
    `There is no command "${printable(name, 40)}".`,
    ...didYouMean(name, names),
    `Known are ${either(names)}. npx ${binary} --help tells more.`,
  );
}

function tell({ lines }: CliError, { stderr, env }: Terminal): void {
  const paint = paintFor(stderr, env);
  const [headline = '', ...more] = lines;
  print(stderr, [...wrap(headline).map((line) => paint('red', line)), ...more.flatMap((line) => wrap(line))]);
}
