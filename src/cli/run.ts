// Does what was typed: parses it, prints what came of it, and says in sentences what could not be done.
import { readFileSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { printable } from '../replay/wording.ts';
import {
  binary,
  CliError,
  type CommandSpec,
  misused,
  type Options,
  optionsOf,
  print,
  type Terminal,
} from './command.ts';
import { commands } from './commands.ts';
import { findExchange, findName, noSuch } from './names.ts';
import { styled, width, wrap } from './text.ts';

/** Does what was typed. @returns the exit code: 0 done, 1 could not be done, 2 asked wrongly */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  const [first = '--help', ...rest] = toOptions(argv);
  const spec = commands.find(({ name }) => name === first.toLowerCase());
  try {
    if (!spec && !first.startsWith('-'))
      throw noSuch(
        'command',
        first,
        commands.map(({ name }) => name),
        `npx ${binary} --help tells more.`,
      );
    await toProgram(terminal).parseAsync([spec?.name ?? first, ...rest], { from: 'user' });
    return 0;
  } catch (thrown) {
    const error = thrown instanceof CommanderError ? toCliError(thrown, spec) : thrown;
    if (error === undefined) return 0;
    if (!(error instanceof CliError)) throw error;
    const [headline = '', ...more] = error.lines;
    const lines = [
      ...wrap(headline).map((line) => styled('red', line)),
      ...more.flatMap((line) => wrap(line)),
    ];
    print(terminal.stderr, terminal.env, lines);
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

/** A program that writes to the terminal it is given, and throws where commander would end the process. */
function toProgram({ stdout, env, ...terminal }: Terminal): Command {
  const program = new Command(`npx ${binary}`)
    .usage('<command>')
    .description(
      'Knows the error codes, clocks and limits of crypto exchanges. Needs no key, and sends nothing to an exchange but what clock asks for.',
    )
    .version(readVersion(), '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this')
    .helpCommand('help [command]', 'print the page of a command')
    .configureHelp({
      helpWidth: width,
      minWidthToWrap: 1,
      styleTitle: (title) => styled('bold', title),
      subcommandTerm: (command) => command.name(),
      visibleArguments: () => [],
    })
    .configureOutput({
      writeOut: (text) => print(stdout, env, [text.replace(/\n$/, '')]),
      writeErr: () => {},
      getOutHasColors: () => true,
    })
    .exitOverride()
    .addHelpText('after', exampleLines(commands.flatMap(({ examples }) => examples.slice(0, 1))))
    .addHelpText(
      'after',
      `\n${wrap('--help after a command tells more, --json prints for machines. Exit code 1: it could not be done; 2: it was asked wrongly.').join('\n')}`,
    );
  for (const spec of commands)
    describe(program.command(spec.name), spec).action(async (words: string[], options: Options) => {
      const carryOut = await spec.load();
      const context = { ...terminal, stdout, env, commands };
      const { value, lines, problem } = await carryOut(words, options, context);
      print(stdout, env, options.json ? [JSON.stringify(value, undefined, 2)] : lines);
      if (problem) throw problem;
    });
  return program;
}

/** Of the package that this file is in: the way there is the same from the sources and from what is built of them. */
function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version }: { readonly version: string } = JSON.parse(text);
  return version;
}

function describe(command: Command, spec: CommandSpec): Command {
  const { name: own, summary, usage, about, examples } = spec;
  for (const { name, value, about: what } of optionsOf(spec)) {
    if (name === 'help') command.helpOption('-h, --help', what);
    else if (value === '') command.option(`--${name}`, what);
    else command.option(`--${name} ${value}`, what, (given: string) => readOption(name, given));
  }
  return command
    .summary(summary)
    .usage(usage.join(`\n       npx ${binary} ${own} `))
    .description(about)
    .argument('[words...]')
    .addHelpText('after', exampleLines(examples));
}

/** Whole numbers that an option takes, from and to. */
const ranges: Readonly<Record<string, readonly [from: number, to: number]>> = {
  status: [100, 599],
  samples: [1, 20],
  moments: [0, 10_000],
};

/** The value of an option; an option's name is that of what it takes. @throws {CliError} */
function readOption(name: string, text: string): Options[keyof Options] {
  // The next option is no value: one was forgotten.
  if (text.startsWith('--') && text.length > 2) throw new InvalidArgumentError('It is an option.');
  if (name === 'exchange') return findExchange(text);
  if (name === 'category' || name === 'outcome') return findName(name, text);
  const [from, to] = ranges[name] ?? [];
  if (from === undefined || to === undefined) return text;
  const number = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= from && number <= to) return number;
  throw misused(`--${name} takes a whole number from ${from} to ${to}; it got "${printable(text, 40)}".`);
}

function exampleLines(examples: readonly string[]): string {
  const lines = examples.map((line) => `  ${line.includes(binary) ? line : `npx ${binary} ${line}`}`);
  return lines.length === 0 ? '' : ['\nExamples:', ...lines].join('\n');
}

/** What commander ends with, as an error of ours; undefined where it only printed what it was asked for. */
function toCliError(error: CommanderError, spec: CommandSpec | undefined): CliError | undefined {
  if (error.exitCode === 0) return undefined;
  const [headline = '', ...more] = error.message.replace(/^error: /, '').split('\n');
  const known = spec && optionsOf(spec).map(({ name }) => `--${name}`);
  return misused(
    `${spec?.name ?? binary}: ${printable(headline, 160)}${/[.?]$/.test(headline) ? '' : '.'}`,
    ...more.map((line) => printable(line.replace(/^\((.*)\)$/, '$1'), 160)),
    known ? `It takes ${known.join(', ')}.` : `The command comes first. npx ${binary} --help tells more.`,
  );
}
