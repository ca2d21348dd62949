import { binary, type CommandSpec, commands, type OptionSpec, optionsOf } from './specs.ts';
import type { Paint } from './text/paint.ts';
import { fields } from './text/table.ts';
import { hang, wrap } from './text/wrap.ts';

/** What the command line can do. */
export function overview(version: string, paint: Paint): readonly string[] {
  return [
    paint('bold', `${binary} ${version}`),
    ...wrap(
      'Knows the error codes, clocks and limits of crypto exchanges. Needs no key, and sends nothing but what clock asks for.',
    ),
    '',
    paint('bold', `npx ${binary} <command>`),
    ...fields(
      commands.map(({ name, summary }) => [name, summary] as const),
      paint,
    ),
    '',
    paint('bold', 'Try'),
    ...commands
      .flatMap(({ examples }) => examples.slice(0, 1))
      .map((example) => `  npx ${binary} ${example}`),
    '',
    ...wrap(
      '--help after a command tells more, --json prints for machines, --version tells the version. Exit code 1: it could not be done; 2: it was asked wrongly.',
    ),
  ];
}

/** The page of one command. */
export function helpOf(command: CommandSpec, paint: Paint): readonly string[] {
  return [
    ...command.usage.flatMap((usage) => hang(`npx ${binary} `, usage)).map((line) => paint('bold', line)),
    '',
    ...command.about.flatMap(paragraph),
    ...fields(
      Object.entries(optionsOf(command)).map(([name, option]) => [flag(name, option), option.about] as const),
      paint,
    ),
    ...examplesOf(command, paint),
  ];
}

function flag(name: string, { value }: OptionSpec): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}

/** Prose is wrapped and set apart; what is indented stays as it is, a list of such lines together. */
function paragraph(text: string, at: number, all: readonly string[]): readonly string[] {
  if (!text.startsWith('  ')) return [...wrap(text), ''];
  const isLast = !all[at + 1]?.startsWith('  ');
  return [...text.split('\n'), ...(isLast ? [''] : [])];
}

function examplesOf({ examples }: CommandSpec, paint: Paint): readonly string[] {
  if (examples.length === 0) return [];
  const whole = examples.map((example) => (example.includes(binary) ? example : `npx ${binary} ${example}`));
  return ['', paint('bold', 'Examples'), ...whole.map((example) => `  ${example}`)];
}
