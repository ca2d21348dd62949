import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { cli } from './support.ts';

const manifest: { version: string } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);

describe('who types nothing, or something wrong', () => {
  it.each([[[]], [['help']], [['--help']], [['-h']]])('gets the overview for %j', async (argv) => {
    const { code, out, err } = await cli(argv);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.replace(manifest.version, 'x.y.z')).toMatchInlineSnapshot(`
      "Usage: npx exchange-interceptors <command>

      Knows the error codes, clocks and limits of crypto exchanges. Needs no key, and
      sends nothing to an exchange but what clock asks for.

      Options:
        -v, --version  print the version
        -h, --help     print this

      Commands:
        explain        what a code or a whole answer means, and what is done about it
        search         codes whose text, name or note holds all the given words
        list           the exchanges, or the codes of one
        clock          how far this machine's clock is off the exchange's
        check          does a definition of one's own read answers as it should?
        replay         what would the policies have done with a recorded day?
        demo           a day at a simulated exchange, with the package and without it
        completion     completion of commands, exchanges and categories for a shell
        help           print the page of a command

      Examples:
        npx exchange-interceptors explain mexc-contract 510
        npx exchange-interceptors search insufficient
        npx exchange-interceptors list
        npx exchange-interceptors clock mexc-contract
        npx exchange-interceptors check ./my-exchange.js
        npx exchange-interceptors replay day.jsonl --exchange mexc-contract
        npx exchange-interceptors demo mexc-contract

      --help after a command tells more, --json prints for machines. Exit code 1: it
      could not be done; 2: it was asked wrongly.
      "
    `);
  });

  it.each([['--version'], ['-v'], ['version']])('gets the version for %s', async (word) => {
    expect(await cli([word])).toEqual({ code: 0, out: `${manifest.version}\n`, err: '' });
  });

  it.each(commands.map(({ name }) => name))('gets the page of %s, asked in three ways', async (name) => {
    const page = await cli([name, '--help']);
    expect(page).toMatchObject({ code: 0, err: '' });
    expect(page.out.startsWith(`Usage: npx exchange-interceptors ${name}`)).toBe(true);
    expect(await cli(['help', name])).toEqual(page);
    expect(await cli([name, 'nonsense', '-h'])).toEqual(page);
  });

  it('gets a page with the form of a record', async () => {
    expect((await cli(['replay', '--help'])).out).toMatchInlineSnapshot(`
      "Usage: npx exchange-interceptors replay <trace.jsonl> [options]
             npx exchange-interceptors replay - [options]

      Reads one JSON object per line, one for each request that was answered or
      failed, in the order of their ends; - is standard input. Nothing is sent. Times
      are those of the record.

        at             when it ended: ms since 1970 (or of any clock), or ISO 8601
        elapsedMs      from sending to that end (0)
        exchange       id of the exchange (else --exchange, else by host of the url)
        method, path   what was asked; url does for path; the query is left out
        status         of the answer; then headers and body: object or text
        fault          instead of an answer: ECONNRESET, ETIMEDOUT, ECONNREFUSED ...
        clientOrderId  of an order (else read from requestBody)
        call, attempt  if the record knows which requests belong to one call
        replaySafe     true: sending it again has no second effect
        lookUpFor      the call whose order this one asked about

      Only at, method, path and one of status and fault are needed. The events of a
      gateway do as well, best in mode 'observe':

        gateway.on('attempt', (event) =>
          file.write(JSON.stringify({ at: Date.now(), ...event }) + '\\n'));

      A 2xx without a body counts as good. The requests go through a gateway with its
      own clock, which waits, sends again and gives up as it would have; the lines of
      one call answer its attempts in turn. A refusal that comes while it would still
      have waited counts as spared. Headers, queries and bodies are not printed, but
      for the text beside a code that no table lists.

      Options:
        --exchange <id>  of lines that name none
        --moments <n>    how many notable moments are shown (20)
        --reconcile      as if the gateway had a look-up for lost orders
        --json           print JSON, for machines
        -h, --help       print this

      Examples:
        npx exchange-interceptors replay day.jsonl --exchange mexc-contract
        zcat day.jsonl.gz | npx exchange-interceptors replay - --json
      "
    `);
  });

  it.each([
    [['explian', '510']],
    [['serch']],
    [['--json', 'list']],
    [['list', '--categroy', 'funds']],
    [['list', '--toString']],
    [['list', '--category']],
    [['list', '--category', '--json']],
    [['list', '--json=yes']],
    [['list', '-x']],
    [['help', 'clok']],
  ])('is told what was meant by %j', async (argv) => {
    const { code, out, err } = await cli(argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatchSnapshot();
  });
});

describe('colours', () => {
  it('are there on a terminal only, and not against NO_COLOR', async () => {
    const has = async (situation: Parameters<typeof cli>[1]): Promise<boolean> =>
      (await cli(['list'], situation)).out.includes('\u001b');
    expect([
      await has({}),
      await has({ isTTY: true }),
      await has({ isTTY: true, env: { NO_COLOR: '1' } }),
      await has({ isTTY: true, env: { NO_COLOR: '' } }),
      await has({ isTTY: true, env: { TERM: 'dumb' } }),
    ]).toEqual([false, true, false, true, false]);
  });

  it('change nothing but the colour', async () => {
    const plain = await cli(['explain', 'mexc', '510']);
    const painted = await cli(['explain', 'mexc', '510'], { isTTY: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one.
    expect(painted.out.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain.out);
  });
});
