// Completion scripts that know every command, exchange and category by themselves: a shell starts no process to ask.
import { binary, type CommandSpec, optionsOf, type WordKind } from '../command.ts';
import { wordsOf } from './words.ts';

type Script = (commands: readonly CommandSpec[]) => readonly string[];

/** Needs no bash-completion package. */
const bash: Script = (commands) => [
  `# bash completion for ${binary}`,
  '_exchange_interceptors() {',
  `  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" offered=""`,
  '  COMPREPLY=()',
  '  if [ "$COMP_CWORD" -eq 1 ]; then',
  `    offered="${namesOf(commands)} help --help --version"`,
  '  else',
  `    case "\${COMP_WORDS[1]}" in`,
  ...commands.flatMap(bashCase),
  `      help) offered="${namesOf(commands)}" ;;`,
  '    esac',
  '  fi',
  '  if [ "$offered" = "(files)" ]; then',
  // The shell's own way knows of blanks and tildes in names; bash 3 has only the other.
  '    compopt -o default 2>/dev/null || COMPREPLY=($(compgen -f -- "$word"))',
  '  else',
  '    COMPREPLY=($(compgen -W "$offered" -- "$word"))',
  '  fi',
  '}',
  `complete -F _exchange_interceptors ${binary}`,
];

function bashCase(command: CommandSpec): readonly string[] {
  const options = Object.entries(optionsOf(command));
  const flags = options.map(([name]) => `--${name}`).join(' ');
  const valued = options.filter(([, { value }]) => value !== undefined);
  const free = command.words === 'file' ? '(files)' : wordsOf(command.words);
  return [
    `      ${command.name})`,
    '        case "$before" in',
    ...valued.map(([name, { words }]) => `          --${name}) offered="${wordsOf(words)}" ;;`),
    `          *) case "$word" in -*) offered="${flags}" ;; *) offered="${free}" ;; esac ;;`,
    '        esac',
    '        ;;',
  ];
}

/** To be sourced after `compinit`. */
const zsh: Script = (commands) => [
  `#compdef ${binary}`,
  '_exchange_interceptors() {',
  '  if (( CURRENT == 2 )); then',
  '    local -a commands',
  `    commands=(${commands.map(({ name, summary }) => zshQuoted(`${name}:${summary}`)).join(' ')})`,
  "    _describe 'command' commands",
  '    return',
  '  fi',
  '  local command="$words[2]"',
  '  shift words',
  '  (( CURRENT-- ))',
  '  case "$command" in',
  ...commands.flatMap((command) => [
    `    ${command.name})`,
    `      _arguments ${[...zshOptions(command), `'*:${command.words ?? 'word'}:${zshWords(command.words)}'`].join(' ')}`,
    '      ;;',
  ]),
  '  esac',
  '}',
  `compdef _exchange_interceptors ${binary}`,
];

function zshOptions(command: CommandSpec): readonly string[] {
  return Object.entries(optionsOf(command)).map(([name, { value, about, words }]) => {
    const takes = value === undefined ? '' : `:${words ?? 'value'}:${zshWords(words)}`;
    return zshQuoted(`--${name}[${about.replaceAll(/[[\]:]/g, ' ')}]${takes}`);
  });
}

function zshWords(kind: WordKind | undefined): string {
  if (kind === 'file') return '_files';
  const offered = wordsOf(kind);
  return offered === '' ? '' : `(${offered})`;
}

function zshQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

const fish: Script = (commands) => [
  `# fish completion for ${binary}`,
  `complete -c ${binary} -f`,
  ...commands.map(
    ({ name, summary }) =>
      `complete -c ${binary} -n "not __fish_seen_subcommand_from ${namesOf(commands)}" -a ${name} -d ${fishQuoted(summary)}`,
  ),
  ...commands.flatMap((command) => {
    const when = `complete -c ${binary} -n "__fish_seen_subcommand_from ${command.name}"`;
    const free = command.words === 'file' ? '-F' : `-a ${fishQuoted(wordsOf(command.words))}`;
    return [
      ...(command.words === undefined ? [] : [`${when} ${free}`]),
      ...Object.entries(optionsOf(command)).map(([name, { value, about, words }]) => {
        const offered = words === undefined ? ' -r' : ` -x -a ${fishQuoted(wordsOf(words))}`;
        return `${when} -l ${name}${value === undefined ? '' : offered} -d ${fishQuoted(about)}`;
      }),
    ];
  }),
];

function fishQuoted(text: string): string {
  return `'${text.replaceAll("'", "\\'")}'`;
}

function namesOf(commands: readonly CommandSpec[]): string {
  return commands.map(({ name }) => name).join(' ');
}

/** The lines of the script for each shell. */
export const scripts: Readonly<Record<string, Script>> = { bash, zsh, fish };
