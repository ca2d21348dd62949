import { expect } from 'vitest';
import { run } from '../../src/cli/run.ts';

export interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Situation {
  readonly stdin?: string | readonly (string | Uint8Array)[];
  readonly env?: Readonly<Record<string, string>>;
  readonly fetch?: typeof fetch;
  readonly isTTY?: boolean;
}

const noNetwork: typeof fetch = () => {
  throw new Error('nothing may be sent here');
};

/** Runs the command line in this process. What is meant for people must fit 80 columns, whatever was asked. */
export async function cli(argv: readonly string[], situation: Situation = {}): Promise<Told> {
  const { stdin = '', env = {}, isTTY = false } = situation;
  const told = { out: '', err: '' };
  const sink = (name: 'out' | 'err') => ({
    isTTY,
    write: (text: string) => {
      told[name] += text;
    },
  });
  const code = await run(argv, {
    stdout: sink('out'),
    stderr: sink('err'),
    stdin: () => chunks(typeof stdin === 'string' ? [stdin] : stdin),
    env,
    fetch: situation.fetch ?? noNetwork,
  });
  const isForPeople = !argv.includes('--json') && argv[0] !== 'completion';
  expect(tooWide(isForPeople ? told.out + told.err : told.err)).toEqual([]);
  return { code, ...told };
}

/** Lines that half a screen cannot show; colours take no room. */
function tooWide(text: string): readonly string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one.
  const shown = text.replaceAll(/\u001b\[\d+m/g, '');
  return shown.split('\n').filter((line) => line.length > 80);
}

async function* chunks(parts: readonly (string | Uint8Array)[]): AsyncGenerator<string | Uint8Array> {
  yield* parts;
}

/** A record of requests, one per line. */
export function record(lines: readonly object[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
