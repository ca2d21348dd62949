/// <reference types="vite/client" />
// Fetches what the explorer asks for, each as a chunk of its own.
import type { Exchange, ExchangeSpec } from '../../../../src/catalog/exchange.ts';
import { makeExchange } from '../../../../src/catalog/make-exchange.ts';
import type { CodesOf, TextsOf } from './codes-index.ts';

const profiles = import.meta.glob<ExchangeSpec>('../../../../src/catalog/*/profile.ts', { import: 'spec' });

export async function loadCodes(): Promise<readonly CodesOf[]> {
  return (await import('./codes.data.ts')).data;
}

export async function loadTexts(): Promise<readonly TextsOf[]> {
  return (await import('./texts.data.ts')).data;
}

/** @throws {Error} for an id that no exchange has, and where the chunk does not come. */
export async function loadProfile(id: string): Promise<Exchange> {
  const load = profiles[`../../../../src/catalog/${id}/profile.ts`];
  if (load === undefined) throw new Error(`No exchange has the id ${id}.`);
  return makeExchange(await load());
}
