import { binary, type CommandSpec, commands, type OptionSpec, optionsOf, type Words } from '../specs.ts';
import { wordsOf } from './words.ts';

/** A completion script for zsh: to be sourced after `compinit`. */
export function zshLines(): readonly string[] {
  return [
    `#compdef ${binary}`,
    '_exchange_interceptors() {',
    '  if (( CURRENT == 2 )); then',
    '    local -a commands',
    `    commands=(${commands.map(({ name, summary }) => quoted(`${name}:${summary}`)).join(' ')})`,
    "    _describe 'command' commands",
    '    return',
    '  fi',
    '  local command="$words[2]"',
    '  shift words',
    '  (( CURRENT-- ))',
    '  case "$command" in',
    ...commands.flatMap(commandLines),
    '  esac',
    '}',
    `compdef _exchange_interceptors ${binary}`,
  ];
}

function commandLines(command: CommandSpec): readonly string[] {
  const options = Object.entries(optionsOf(command)).map(([name, option]) => optionOf(name, option));
  return [
    `    ${command.name})`,
    `      _arguments ${[...options, `'*:${command.words ?? 'word'}:${action(command.words)}'`].join(' ')}`,
    '      ;;',
  ];
}

function optionOf(name: string, { value, about, words }: OptionSpec): string {
  const text = about.replaceAll(/[[\]:]/g, ' ');
  return quoted(`--${name}[${text}]${value === undefined ? '' : `:${words ?? 'value'}:${action(words)}`}`);
}

function action(words: Words | undefined): string {
  if (words === 'file') return '_files';
  const offered = wordsOf(words);
  return offered.length === 0 ? '' : `(${offered.join(' ')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
