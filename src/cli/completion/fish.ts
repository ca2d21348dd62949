import { binary, type CommandSpec, commands, optionsOf } from '../specs.ts';
import { wordsOf } from './words.ts';

/** A completion script for fish. */
export function fishLines(): readonly string[] {
  const names = commands.map(({ name }) => name).join(' ');
  return [
    `# fish completion for ${binary}`,
    `complete -c ${binary} -f`,
    ...commands.map(
      ({ name, summary }) =>
        `complete -c ${binary} -n "not __fish_seen_subcommand_from ${names}" -a ${name} -d ${quoted(summary)}`,
    ),
    ...commands.flatMap(commandLines),
  ];
}

function commandLines(command: CommandSpec): readonly string[] {
  const when = `complete -c ${binary} -n "__fish_seen_subcommand_from ${command.name}"`;
  const free = wordsOf(command.words);
  return [
    ...(free.length > 0 ? [`${when} -a ${quoted(free.join(' '))}`] : []),
    ...(command.words === 'file' ? [`${when} -F`] : []),
    ...Object.entries(optionsOf(command)).map(([name, { value, about, words }]) => {
      const offered = wordsOf(words);
      const takes =
        value === undefined ? '' : offered.length > 0 ? ` -x -a ${quoted(offered.join(' '))}` : ' -r';
      return `${when} -l ${name}${takes} -d ${quoted(about)}`;
    }),
  ];
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "\\'")}'`;
}
