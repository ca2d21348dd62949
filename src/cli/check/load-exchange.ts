// Loads the definition that a user's module exports.
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defineExchange, type Exchange, type ExchangeSpec, isObject, redact } from '../../internal.ts';
import { matchExchange } from '../../replay/match-exchange.ts';
import { printable } from '../../replay/wording.ts';
import { type CliError, failed } from '../command.ts';
import { knownWords, noSuch } from '../names.ts';

/** A path, and no name of an exchange. */
const path = /[/\\]|\.(?:[cm]?[jt]s|json)$/;

/** The built-in exchange of that name, or what the module at that path exports. @throws {CliError} that says what is wrong */
export async function loadExchange(name: string): Promise<Exchange> {
  const builtIn = path.test(name) ? undefined : matchExchange(name);
  if (builtIn) return builtIn;
  if (!path.test(name))
    throw noSuch('exchange', name, knownWords.exchange, 'A module is a path, such as ./my-exchange.js.');
  const exported = await load(name).catch((error: unknown) => {
    throw broken(name, error);
  });
  const [main, ...others] = definitionsIn(exported);
  const shown = printable(name, 200);
  if (main === undefined)
    throw failed(
      `${shown} exports no exchange.`,
      'It has to export what defineExchange returns, or the data that it takes, as default or as the only one.',
    );
  if (others.length > 0 && main !== exported['default'])
    throw failed(`${shown} exports several exchanges: one of them has to be the default.`);
  try {
    return 'spec' in main ? main : defineExchange(main);
  } catch (error) {
    throw broken(name, error);
  }
}

async function load(name: string): Promise<Readonly<Record<string, unknown>>> {
  const file = resolve(name);
  const text = await readFile(file, 'utf8');
  if (name.endsWith('.json')) return { default: JSON.parse(text) };
  const exported: Readonly<Record<string, unknown>> = await import(
    /* @vite-ignore */ pathToFileURL(file).href
  );
  return exported;
}

/** What its author says is an exchange, made or not, the default first. A module of CommonJS has all of them in its default. */
function definitionsIn(exported: Readonly<Record<string, unknown>>): readonly (Exchange | ExchangeSpec)[] {
  const { default: main, ...named } = exported;
  const inner = isObject(main) && !isDefinition(main) ? Object.values(main) : [];
  return [...new Set([main, ...Object.values(named), ...inner])].filter(isDefinition);
}

function isDefinition(value: unknown): value is Exchange | ExchangeSpec {
  return isObject(value) && 'id' in value && ['table', 'rest', 'spec'].some((name) => name in value);
}

/** What a definition, or its module, fell over. */
export function broken(name: string, error: unknown): CliError {
  const message = error instanceof Error ? error.message : String(error);
  const { code = '' }: { code?: string } = isObject(error) ? error : {};
  const text = printable(redact(message, []), 600);
  const shown = printable(name, 200);
  if (/\b(?:define|extend)Exchange\b/.test(message))
    return failed(`The definition in ${basename(shown)} is wrong.`, text);
  if (code === 'ENOENT') return failed(`${shown} cannot be read: there is no such file.`);
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION')
    return failed(`This Node cannot load ${shown}.`, 'TypeScript needs Node 22.18 or later.');
  return failed(`${shown} cannot be loaded.`, text);
}
