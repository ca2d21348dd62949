import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { build } from '../chaos/build.ts';

interface Counted {
  /** Uses per call. */
  readonly uses: Readonly<
    Record<'rawAxios' | 'axios' | 'rawFetch' | 'fetch', Readonly<Record<string, number>>>
  >;
  /** Bytes per call. */
  readonly bytes: Readonly<Record<'rawAxios' | 'axios' | 'rawFetch' | 'fetch', number>>;
}

const run = promisify(execFile);
const nothing = {
  setTimeout: 0,
  setInterval: 0,
  setImmediate: 0,
  'JSON.parse': 1,
  'JSON.stringify': 0,
  AbortController: 0,
  Headers: 0,
  URL: 0,
  'Response.clone': 0,
};

let counted: Counted;

beforeAll(async () => {
  const { folder } = await build();
  const child = fileURLToPath(new URL('hot-path.child.js', import.meta.url));
  // Young enough a generation for all that a round allocates, so that a collection does not hide any of it.
  const flags = ['--expose-gc', '--max-semi-space-size=256', '--min-semi-space-size=256'];
  const { stdout } = await run(process.execPath, [...flags, child, join(folder, 'dist', 'index.js')]);
  counted = JSON.parse(stdout);
}, 60_000);

describe('A good call that nothing holds up', () => {
  test('parses its answer once, and makes no timer, signal, URL or copy of headers, through axios', () => {
    expect(counted.uses.axios).toEqual(nothing);
  });

  // 32 fetches share a signal, by which a gateway that is closed lets their sockets go.
  const pooled = 1 / 31;

  test('parses its answer once, and makes no timer, URL or copy of headers, and hardly a signal, through fetch', () => {
    const { AbortController: signals, ...rest } = counted.uses.fetch;
    expect({ ...rest, AbortController: 0 }).toEqual(nothing);
    expect(signals).toBeLessThan(pooled);
  });

  test('uses nothing that the bare clients do not use', () => {
    expect(counted.uses.axios).toEqual(counted.uses.rawAxios);
    // Its `json()` parses inside the platform, where it is not counted, or outside.
    const elsewhere = { 'JSON.parse': 0, AbortController: 0 };
    expect({ ...counted.uses.fetch, ...elsewhere }).toEqual({ ...counted.uses.rawFetch, ...elsewhere });
  });

  // Bytes repeat to within two per cent. Measured on Node 20.19, 22, 24 and 26 were 5.6 to 6.8 kB and 9.4 to 12.2 kB; not their
  // ratios, since bare fetch itself takes a third less on newer ones. Of fetch's, 6 kB are the fresh `Response` that a platform can
  // take, whose stream Node makes at once. The bounds leave room for another version of Node or axios, and none for what a single
  // waste in every call would add on Node 20: 3 kB.
  test.each([
    ['axios', 7800],
    ['fetch', 14_600],
  ] as const)('allocates little beyond bare %s', (name, most) => {
    const { axios, rawAxios, fetch, rawFetch } = counted.bytes;
    expect({ axios: axios - rawAxios, fetch: fetch - rawFetch }[name]).toBeLessThan(most);
  });
});
