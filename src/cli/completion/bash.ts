import { binary, type CommandSpec, commands, optionsOf } from '../specs.ts';
import { wordsOf } from './words.ts';

/** A completion script for bash, without the bash-completion package. */
export function bashLines(): readonly string[] {
  return [
    `# bash completion for ${binary}`,
    '_exchange_interceptors() {',
    `  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" offered=""`,
    '  COMPREPLY=()',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    offered="${commands.map(({ name }) => name).join(' ')} help --help --version"`,
    '  else',
    `    case "\${COMP_WORDS[1]}" in`,
    ...commands.flatMap(commandLines),
    `      help) offered="${commands.map(({ name }) => name).join(' ')}" ;;`,
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
}

function commandLines(command: CommandSpec): readonly string[] {
  const options = Object.entries(optionsOf(command));
  const flags = options.map(([name]) => `--${name}`).join(' ');
  const valued = options.filter(([, { value }]) => value !== undefined);
  const free = command.words === 'file' ? '(files)' : wordsOf(command.words).join(' ');
  return [
    `      ${command.name})`,
    '        case "$before" in',
    ...valued.map(([name, { words }]) => `          --${name}) offered="${wordsOf(words).join(' ')}" ;;`),
    `          *) case "$word" in -*) offered="${flags}" ;; *) offered="${free}" ;; esac ;;`,
    '        esac',
    '        ;;',
  ];
}
