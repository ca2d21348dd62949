import { didYouMean, either } from '../internal.ts';
import { readArguments } from './arguments.ts';
import { helpOf, overview } from './help.ts';
import { loaders } from './loaders.ts';
import { binary, type CommandSpec, commands } from './specs.ts';
import { print, type Terminal } from './terminal.ts';
import { paintFor } from './text/paint.ts';
import { printable } from './text/printable.ts';
import { wrap } from './text/wrap.ts';
import { misused, Trouble } from './trouble.ts';
import { readVersion } from './version.ts';

/** Does what was typed. @returns the exit code: 0 done, 1 could not be done, 2 asked wrongly */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await dispatch(argv, terminal);
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    const paint = paintFor(terminal.stderr, terminal.env);
    const [headline = '', ...more] = error.lines;
    print(terminal.stderr, [
      ...wrap(headline).map((line) => paint('red', line)),
      ...more.flatMap((line) => wrap(line)),
    ]);
    return error.exitCode;
  }
}

async function dispatch(argv: readonly string[], terminal: Terminal): Promise<number> {
  const paint = paintFor(terminal.stdout, terminal.env);
  const [name = 'help', ...rest] = argv;
  if (name === '--version' || name === '-v' || name === 'version') {
    print(terminal.stdout, [readVersion()]);
    return 0;
  }
  if (name === 'help' || name === '--help' || name === '-h') {
    const page = rest[0] === undefined ? overview(readVersion(), paint) : helpOf(find(rest[0]), paint);
    print(terminal.stdout, page);
    return 0;
  }
  const command = find(name);
  const args = readArguments(command, rest);
  if (args.flags.has('help')) {
    print(terminal.stdout, helpOf(command, paint));
    return 0;
  }
  const loaded = await loaders[command.name]?.();
  if (!loaded) throw new Error(`unreachable: nothing carries out ${command.name}`);
  return loaded.run(args, { terminal, paint, json: args.flags.has('json') });
}

function find(name: string): CommandSpec {
  const found = commands.find((command) => command.name === name.toLowerCase());
  if (found) return found;
  const names = commands.map((command) => command.name);
  if (name.startsWith('-')) throw misused(`The command comes first: npx ${binary} <${names.join('|')}>.`);
  throw misused(
    `There is no command "${printable(name, 40)}".`,
    ...didYouMean(name, names),
    `Known are ${either(names)}. npx ${binary} --help tells more.`,
  );
}
