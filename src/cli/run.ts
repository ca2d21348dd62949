// Does what was typed: parses it, prints what came of it, and says in sentences what could not be done.
import { readFileSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { CliError, misused } from './cli-error.ts';
import {
  binary,
  type CommandSpec,
  type OptionSpec,
  type Options,
  optionsOf,
  type Report,
} from './command.ts';
import { commands } from './commands.ts';
import { findExchange, findName, noSuch } from './names.ts';
import type { Sink, Terminal } from './terminal.ts';
import { width, wrap } from './text/layout.ts';
import { type Paint, paintFor } from './text/paint.ts';
import { printable } from './text/printable.ts';

/** Does what was typed. @returns the exit code: 0 done, 1 could not be done, 2 asked wrongly */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  const [first = '--help', ...rest] = toOptions(argv);
  const spec = commands.find(({ name }) => name === first.toLowerCase());
  try {
    if (!spec && !first.startsWith('-')) throw unknownCommand(first);
    await toProgram(terminal).parseAsync([spec?.name ?? first, ...rest], { from: 'user' });
    return 0;
  } catch (thrown) {
    const error = thrown instanceof CommanderError ? toCliError(thrown, spec) : thrown;
    if (error === undefined) return 0;
    if (!(error instanceof CliError)) throw error;
    const paint = paintFor(terminal.stderr, terminal.env);
    const [headline = '', ...more] = error.lines;
    const lines = [
      ...wrap(headline).map((line) => paint('red', line)),
      ...more.flatMap((line) => wrap(line)),
    ];
    print(terminal.stderr, lines);
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
  return noSuch('command', name, names, '', `npx ${binary} --help tells more.`);
}

/** A program that writes to the terminal it is given, and throws where commander would end the process. */
function toProgram(terminal: Terminal): Command {
  const paint = paintFor(terminal.stdout, terminal.env);
  const program = new Command(`npx ${binary}`)
    .usage('<command>')
    .description(
      'Knows the error codes, clocks and limits of crypto exchanges. Needs no key, and sends nothing but what clock asks for.',
    )
    .version(readVersion(), '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this')
    .helpCommand('help [command]', 'print the page of a command')
    .configureHelp({
      helpWidth: width,
      styleTitle: (title) => paint('bold', title),
      subcommandTerm: (command) => command.name(),
      visibleArguments: () => [],
    })
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: () => {},
      getOutHasColors: () => true,
    })
    .exitOverride()
    .addHelpText('after', overviewEnd());
  for (const spec of commands)
    describe(program.command(spec.name), spec).action(async (words: string[], options: Options) => {
      const { run } = await spec.load();
      show(await run(words, options, { terminal, commands }), options, terminal.stdout, paint);
    });
  return program;
}

function show(report: Report, { json }: Options, sink: Sink, paint: Paint): void {
  if (json) print(sink, [JSON.stringify(report.value, undefined, 2)]);
  if (report.problem) throw report.problem;
  if (!json) print(sink, report.lines(paint));
}

function print(sink: Sink, lines: readonly string[]): void {
  if (lines.length > 0) sink.write(`${lines.join('\n')}\n`);
}

/** Of the package that this file is in: the way there is the same from the sources and from what is built of them. */
function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version }: { readonly version: string } = JSON.parse(text);
  return version;
}

function describe(command: Command, spec: CommandSpec): Command {
  const { name: own, summary, usage, about, examples } = spec;
  command
    .summary(summary)
    .usage(usage.map((line) => line.slice(own.length + 1)).join(`\n       npx ${binary} ${own} `))
    .description(paragraphs(about))
    .argument('[words...]')
    .helpOption('-h, --help', 'print this');
  for (const [name, option] of Object.entries(optionsOf(spec)))
    if (name !== 'help') command.addOption(toOption(name, option));
  const lines = examples.map((line) => `  ${line.includes(binary) ? line : `npx ${binary} ${line}`}`);
  return lines.length === 0 ? command : command.addHelpText('after', ['\nExamples:', ...lines].join('\n'));
}

/** An empty line between two paragraphs, but none within a list of indented ones. */
function paragraphs(parts: readonly string[]): string {
  return parts.reduce((text, part) => {
    const isListed = part.startsWith('  ') && text.split('\n').at(-1)?.startsWith('  ');
    return text + (isListed ? '\n' : '\n\n') + part;
  });
}

function toOption(name: string, { value, about, words, range }: OptionSpec): Option {
  if (value === undefined) return new Option(`--${name}`, about);
  return new Option(`--${name} ${value}`, about).argParser((text) => {
    // The next option is no value: one was forgotten.
    if (text.startsWith('--') && text.length > 2) throw new InvalidArgumentError('It is an option.');
    if (range) return toWhole(name, text, range);
    if (words === 'exchange') return findExchange(text);
    return words === undefined ? text : findName(words, text);
  });
}

function toWhole(name: string, text: string, [from, to]: readonly [number, number]): number {
  const number = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= from && number <= to) return number;
  throw misused(`--${name} takes a whole number from ${from} to ${to}; it got "${printable(text, 40)}".`);
}

function overviewEnd(): string {
  const examples = commands.flatMap((command) => command.examples.slice(0, 1));
  return [
    '\nExamples:',
    ...examples.map((example) => `  npx ${binary} ${example}`),
    '\n--help after a command tells more, --json prints for machines. Exit code 1: it',
    'could not be done; 2: it was asked wrongly.',
  ].join('\n');
}

/** What commander ends with, as an error of ours; undefined where it only printed what it was asked for. */
function toCliError(error: CommanderError, spec: CommandSpec | undefined): CliError | undefined {
  if (error.exitCode === 0) return undefined;
  const [headline = '', ...more] = error.message.replace(/^error: /, '').split('\n');
  const known = spec && Object.keys(optionsOf(spec)).map((name) => `--${name}`);
  return misused(
    `${spec?.name ?? binary}: ${printable(headline, 160)}${/[.?]$/.test(headline) ? '' : '.'}`,
    ...more.map((line) => printable(line.replace(/^\((.*)\)$/, '$1'), 160)),
    known ? `It takes ${known.join(', ')}.` : `The command comes first. npx ${binary} --help tells more.`,
  );
}
