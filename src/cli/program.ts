// Makes commander's program of the list of commands: it parses, prints the help and says what is wrong.
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type CliError, misused } from './cli-error.ts';
import { binary, type CommandSpec, type Context, optionsOf } from './command.ts';
import type { Terminal } from './terminal.ts';
import { width } from './text/layout.ts';
import type { Paint } from './text/paint.ts';
import { printable } from './text/printable.ts';
import { readVersion } from './version.ts';

/**
 * A program that writes to the terminal it is given, and throws where commander would end the process.
 * @param done gets the exit code of the command that was carried out
 */
export function toProgram(
  commands: readonly CommandSpec[],
  terminal: Terminal,
  paint: Paint,
  done: (exitCode: number) => void,
): Command {
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
    .addHelpText('after', overviewEnd(commands));
  for (const spec of commands) {
    const command = program.command(spec.name);
    describe(command, spec).action(async () => {
      const given = Object.entries(command.opts<Record<string, string | true>>());
      const values = Object.fromEntries(
        given.flatMap(([name, value]) => (value === true ? [] : [[name, value]])),
      );
      const flags = new Set(given.flatMap(([name, value]) => (value === true ? [name] : [])));
      const context: Context = { terminal, paint, json: flags.has('json'), commands };
      done(await (await spec.load()).run({ words: command.args, values, flags }, context));
    });
  }
  return program;
}

function describe(command: Command, spec: CommandSpec): Command {
  const { summary, usage, about, examples } = spec;
  command
    .summary(summary)
    .usage(usage.map((line) => line.slice(spec.name.length + 1)).join(`\n       npx ${binary} ${spec.name} `))
    .description(paragraphs(about))
    .argument('[words...]')
    .helpOption('-h, --help', 'print this');
  for (const [name, { value, about: purpose }] of Object.entries(optionsOf(spec))) {
    if (name === 'help') continue;
    const option = new Option(value === undefined ? `--${name}` : `--${name} ${value}`, purpose);
    command.addOption(value === undefined ? option : option.argParser(asValue));
  }
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

/** The next option is no value: one was forgotten. */
function asValue(text: string): string {
  if (text.startsWith('--') && text.length > 2) throw new InvalidArgumentError('It is an option.');
  return text;
}

function overviewEnd(commands: readonly CommandSpec[]): string {
  const examples = commands.flatMap((command) => command.examples.slice(0, 1));
  return [
    '\nExamples:',
    ...examples.map((example) => `  npx ${binary} ${example}`),
    '\n--help after a command tells more, --json prints for machines. Exit code 1: it',
    'could not be done; 2: it was asked wrongly.',
  ].join('\n');
}

/** What commander ends with, as an error of ours; undefined where it only printed what it was asked for. */
export function toCliError(error: CommanderError, spec: CommandSpec | undefined): CliError | undefined {
  if (error.exitCode === 0) return undefined;
  const [headline = '', ...more] = error.message.replace(/^error: /, '').split('\n');
  const known = spec && Object.keys(optionsOf(spec)).map((name) => `--${name}`);
  return misused(
    `${spec?.name ?? binary}: ${printable(headline, 160)}${/[.?]$/.test(headline) ? '' : '.'}`,
    ...more.map((line) => printable(line.replace(/^\((.*)\)$/, '$1'), 160)),
    known ? `It takes ${known.join(', ')}.` : `The command comes first. npx ${binary} --help tells more.`,
  );
}

export { CommanderError };
