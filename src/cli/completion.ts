// Completes what is typed in a shell: a script for each shell, which asks this program for the words.
import {
  binary,
  type CommandSpec,
  type Context,
  type Options,
  onlyWord,
  optionsOf,
  type Report,
} from './command.ts';
import { findName, knownWords } from './names.ts';

/** Stands for the files of the folder, which the shell itself lists. */
const files = '(files)';
const asked = `${binary} completion --words --`;

const scripts: Readonly<Record<string, readonly string[]>> = {
  // Needs no bash-completion package.
  bash: [
    '_exchange_interceptors() {',
    `  local word="\${COMP_WORDS[COMP_CWORD]}" offered`,
    `  offered="$(${asked} "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f 1)"`,
    '  COMPREPLY=()',
    `  if [ "$offered" = "${files}" ]; then`,
    // The shell's own way knows of blanks and tildes in names; bash 3 has only the other.
    '    compopt -o default 2>/dev/null || COMPREPLY=($(compgen -f -- "$word"))',
    '  else',
    '    COMPREPLY=($(compgen -W "$offered" -- "$word"))',
    '  fi',
    '}',
    `complete -F _exchange_interceptors ${binary}`,
  ],
  // To be sourced after `compinit`.
  zsh: [
    `#compdef ${binary}`,
    '_exchange_interceptors() {',
    "  local tab=$'\\t'",
    '  local -a offered',
    `  offered=("\${(@f)$(${asked} "\${(@)words[2,CURRENT]}" 2>/dev/null)}")`,
    `  if [[ "$offered" == "${files}" ]]; then _files; return; fi`,
    `  offered=("\${(@)offered//:/\\\\:}")`,
    `  offered=("\${(@)offered/$tab/:}")`,
    "  _describe 'word' offered",
    '}',
    `compdef _exchange_interceptors ${binary}`,
  ],
  fish: [
    'function __exchange_interceptors',
    `  set -l offered (${asked} (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)`,
    `  if test "$offered" = "${files}"; __fish_complete_path (commandline -ct); return; end`,
    "  printf '%s\\n' $offered",
    'end',
    `complete -c ${binary} -f -a '(__exchange_interceptors)'`,
  ],
};

/** A word, and what it is about. */
type Offer = readonly [word: string, about?: string];

/** `completion` */
export function completion(words: readonly string[], options: Options, { commands }: Context): Report {
  if (options.words) {
    const offered = offersFor(words, commands);
    return {
      value: offered.map(([word, about]) => ({ word, about })),
      lines: offered.map((offer) => offer.join('\t')),
    };
  }
  const shell = findName('shell', onlyWord(words, 'completion takes one of bash, zsh and fish.'));
  const lines = scripts[shell] ?? [];
  return { value: { shell, script: lines.join('\n') }, lines };
}

/** What may stand for the last of the words; the shell leaves out what begins otherwise. */
function offersFor(typed: readonly string[], commands: readonly CommandSpec[]): readonly Offer[] {
  const names = commands.map(({ name, summary }) => [name, summary] as const);
  if (typed.length < 2)
    return [
      ...names,
      ['help', 'print the page of a command'],
      ['--help', 'print this'],
      ['--version', 'print the version'],
    ];
  if (typed[0] === 'help') return names;
  const command = commands.find(({ name }) => name === typed[0]);
  if (!command) return [];
  const options = optionsOf(command);
  const before = options.find(({ name }) => `--${name}` === typed.at(-2));
  if (before?.value) return wordsOf(before.name);
  if (!typed.at(-1)?.startsWith('-')) return wordsOf(command.words);
  return options.map(({ name, about }) => [`--${name}`, about]);
}

/** The words of a kind; an option is named as what it takes. */
function wordsOf(kind: string | undefined): readonly Offer[] {
  if (kind === 'file' || kind === 'bodies') return [[files]];
  const known = Object.entries(knownWords).find(([name]) => name === kind)?.[1] ?? [];
  return known.map((word) => [word]);
}
