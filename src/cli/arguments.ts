import { type ParseArgsConfig, parseArgs } from 'node:util';
import { didYouMean } from '../internal.ts';
import { type CommandSpec, optionsOf } from './specs.ts';
import { printable } from './text/printable.ts';
import { misused } from './trouble.ts';

/** What was typed behind a command. */
export interface Arguments {
  readonly words: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  readonly flags: ReadonlySet<string>;
}

/** Codes such as `-1021` look like options; this in front, they do not. */
const shield = '\u0000';
const negative = /^-\d/;

/** @throws {Trouble} for an option that the command lacks, or one without its value. */
export function readArguments(command: CommandSpec, argv: readonly string[]): Arguments {
  const known = optionsOf(command);
  const options: NonNullable<ParseArgsConfig['options']> = Object.fromEntries(
    Object.entries(known).map(([name, { value }]) => [name, { type: value ? 'string' : 'boolean' }]),
  );
  const args = argv.map((arg) => (arg === '-h' ? '--help' : negative.test(arg) ? shield + arg : arg));
  const { tokens, positionals } = parseArgs({
    args,
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values: Record<string, string> = {};
  const flags = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    const spec = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!spec) throw unknownOption(command, rawName, Object.keys(known));
    if (spec.value === undefined && value !== undefined) throw misused(`${rawName} takes no value.`);
    if (spec.value === undefined) flags.add(name);
    else values[name] = given(rawName, value, spec.value);
  }
  return { words: positionals.map(bare), values, flags };
}

function given(rawName: string, value: string | undefined, placeholder: string): string {
  if (value === undefined || (value.startsWith('--') && value.length > 2))
    throw misused(`${rawName} takes a value: ${rawName} ${placeholder}.`);
  return bare(value);
}

function bare(word: string): string {
  return word.startsWith(shield) ? word.slice(1) : word;
}

function unknownOption({ name }: CommandSpec, rawName: string, known: readonly string[]): Error {
  const options = known.map((one) => `--${one}`);
  return misused(
    `${name} has no option ${printable(rawName, 40)}.`,
    ...didYouMean(`--${rawName.replace(/^-+/, '')}`, options),
    `It takes ${options.join(', ')}.`,
  );
}

/** A whole number within bounds. @throws {Trouble} that names the option, the value and what it takes. */
export function wholeNumber(
  option: string,
  text: string | undefined,
  rule: { readonly min: number; readonly max: number; readonly otherwise: number },
): number {
  if (text === undefined) return rule.otherwise;
  const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= rule.min && value <= rule.max) return value;
  throw misused(
    `--${option} takes a whole number from ${rule.min} to ${rule.max}; it got "${printable(text, 40)}".`,
  );
}
