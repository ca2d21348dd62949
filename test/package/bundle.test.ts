import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtIn as exchanges } from '../../src/catalog/built-in.ts';
import { type Consumer, consumer } from './support/consumer.ts';

let project: Consumer;

beforeAll(async () => {
  project = await consumer();
}, 120_000);

afterAll(() => project?.remove());

interface Bundle {
  /** The files that went in. */
  readonly inputs: readonly string[];
  /** All the code that came out, parts that are loaded later included. */
  readonly text: string;
}

/** Bundles for browsers with everything in it. */
async function bundle(code: string): Promise<Bundle> {
  const { metafile } = await build({
    stdin: { contents: code, resolveDir: project.folder },
    outdir: join(project.folder, 'out'),
    entryNames: 'bot',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minify: true,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    logLevel: 'silent',
  });
  const files = Object.keys(metafile.outputs).map((file) => readFile(file, 'utf8'));
  return { inputs: Object.keys(metafile.inputs), text: (await Promise.all(files)).join('\n') };
}

/** Words of what checks definitions, one of each of its files. Those about limits are not among them: a gateway takes limits. */
const definitionChecks = [
  'an object of limits by their names',
  "without 'https://' and path",
  'a list of codes as strings',
  'a list of words',
  'contradicts itself: category ',
  'two names, that of the element and that of the reply',
  'or an empty text for the narrowest',
  'an exchange, such as `chainUp`',
  'the name of a limit',
];

/** An answer that every exchange takes for a good one, but for what its own code of success is. */
const good = (exchange: string): string => {
  const [code = 0] = exchanges[exchange]?.rest.ok ?? [];
  return JSON.stringify({ success: true, code, error: [], retCode: 0, result: 7, data: 7 });
};

const bot = (exchange: string): string => `
import { createGateway, interceptFetch } from 'exchange-interceptors';
import { ${exchange} } from 'exchange-interceptors/exchanges/${exchanges[exchange]?.id}';
const answers = [new Response('slow down', { status: 429 }), Response.json(${good(exchange)})];
const gateway = createGateway({ exchange: ${exchange} });
const send = interceptFetch(gateway, () => Promise.resolve(answers.shift()));
const response = await send('https://api.example.com/nothing/private');
console.log(JSON.stringify({ data: (await response.json()).data, attempts: gateway.stats().attempts }));
await gateway.close();
`;

describe.each(Object.keys(exchanges))('a bundle for browsers of interceptFetch and %s', (exchange) => {
  it('holds nothing of Node and nothing of the Redis half of Bottleneck', async () => {
    // A built-in of Node would fail the build: esbuild has none for browsers.
    const { inputs } = await bundle(bot(exchange));
    const files = inputs.filter((file) => file.includes('/bottleneck/'));
    expect(files.map((file) => file.split('/bottleneck/')[1])).toEqual(['light.js']);
  });

  it('holds no check of a definition', async () => {
    const { text } = await bundle(bot(exchange));
    expect(definitionChecks.filter((words) => text.includes(words))).toEqual([]);
  });

  it('holds no other exchange', async () => {
    const { text } = await bundle(bot(exchange));
    const held = Object.entries(exchanges).filter(([, { name }]) => text.includes(JSON.stringify(name)));
    expect(held.map(([value]) => value)).toEqual([exchange]);
  });

  it('runs, and tries again', async () => {
    await bundle(bot(exchange));
    const { stdout, stderr } = await project.node('out/bot.mjs');
    expect({ printed: JSON.parse(stdout), stderr }).toEqual({
      printed: { data: 7, attempts: 2 },
      stderr: '',
    });
  });
});

it('holds the checks of definitions where an exchange is defined', async () => {
  const { text } = await bundle("export { defineExchange, extendExchange } from 'exchange-interceptors';");
  expect(definitionChecks.filter((words) => !text.includes(words))).toEqual([]);
});
