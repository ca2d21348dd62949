// What package.json promises.
import { readFileSync } from 'node:fs';
import { exchanges } from '../../../src/catalog/built-in.ts';

interface Target {
  readonly types: string;
  readonly default: string;
}

interface Manifest {
  readonly exports: Readonly<Record<string, Target | string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional?: boolean }>>;
}

const file = new URL('../../../package.json', import.meta.url);
export const manifest: Manifest = JSON.parse(readFileSync(file, 'utf8'));

/** The entry points that hold code, by the name that a user imports; those of exchanges one by one. */
export const entries: ReadonlyMap<string, Target> = new Map(
  Object.entries(manifest.exports).flatMap(([path, target]) => {
    if (typeof target === 'string') return [];
    const ids = path.includes('*') ? exchanges.map(({ id }) => id) : [''];
    return ids.map((id) => [
      `exchange-interceptors${path.slice(1).replace('*', id)}`,
      { types: target.types.replace('*', id), default: target.default.replace('*', id) },
    ]);
  }),
);

/** What somebody has to have installed who imports an entry point; the others need nothing. */
const needed: Readonly<Record<string, readonly string[]>> = {
  'exchange-interceptors/otel': ['@opentelemetry/api'],
};

export const peersOf = (entry: string): readonly string[] => needed[entry] ?? [];
