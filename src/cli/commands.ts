// What may be typed: the one list that help, parsing and completion read.
import type { CommandSpec } from './command.ts';

export const commands: readonly CommandSpec[] = [
  {
    name: 'explain',
    summary: 'what a code or a whole answer means, and what is done about it',
    usage: ['explain [<exchange>] <code>', 'explain --body <json> [options]'],
    about: [
      'Tells of a code its text, its category, whether an order that was answered so may stand, and what the library does by default. Without an exchange, all that list the code are told of.',
      'Given a body, it finds the exchanges that speak so. A word that is no code is searched for in the texts.',
    ],
    options: {
      body: { value: '<json>', about: 'the body of an answer; - reads it from standard input' },
      status: { value: '<n>', about: 'the HTTP status that it came with (200)', range: [100, 599] },
      exchange: { value: '<id>', about: 'read it as this exchange does', words: 'exchange' },
    },
    words: 'exchange',
    examples: ['explain mexc-contract 510', 'explain -1021', `explain --body '{"code":-1021,"msg":"..."}'`],
    load: () => import('./explain/explain.ts'),
  },
  {
    name: 'search',
    summary: 'codes whose text, name or note holds all the given words',
    usage: ['search <word>...'],
    about: ['Upper and lower case are the same.'],
    options: {
      exchange: { value: '<id>', about: 'search in this exchange only', words: 'exchange' },
    },
    examples: ['search insufficient', 'search order not exist --exchange ktx'],
    load: () => import('./search.ts'),
  },
  {
    name: 'list',
    summary: 'the exchanges, or the codes of one',
    usage: ['list', 'list [<exchange>] [--category <name>]', 'list [<exchange>] [--outcome <name>]'],
    about: ['With a category or an outcome and no exchange, the codes of all exchanges are listed.'],
    options: {
      category: { value: '<name>', about: 'rows of this category only, such as funds', words: 'category' },
      outcome: { value: '<name>', about: 'rejected, unknown or ok', words: 'outcome' },
    },
    words: 'exchange',
    examples: ['list', 'list ktx --category funds', 'list --outcome unknown'],
    load: () => import('./list.ts'),
  },
  {
    name: 'clock',
    summary: "how far this machine's clock is off the exchange's",
    usage: ['clock <exchange> [--host <url>] [--samples <n>]'],
    about: [
      "Asks the exchange's documented route for the time, unsigned, and tells the offset, how far off that can be, and the round trip. The answer with the shortest round trip counts.",
    ],
    options: {
      host: { value: '<url>', about: 'ask there, and not at the documented host' },
      path: { value: '<path>', about: 'ask this route, and not the documented one' },
      samples: { value: '<n>', about: 'how often it is asked, 1 to 20 (5)', range: [1, 20] },
    },
    words: 'exchange',
    examples: ['clock mexc-contract', 'clock chainup --host https://openapi.example.com'],
    load: () => import('./clock.ts'),
  },
  {
    name: 'replay',
    summary: 'what would the policies have done with a recorded day?',
    usage: ['replay <trace.jsonl> [options]', 'replay - [options]'],
    about: [
      'Reads one JSON object per line, one for each request that was answered or failed, in the order of their ends; - is standard input. Nothing is sent. Times are those of the record.',
      '  at             when it ended: ms since 1970 (or of any clock), or ISO 8601',
      '  elapsedMs      from sending to that end (0)',
      '  exchange       id of the exchange (else --exchange, else by host of the url)',
      '  method, path   what was asked; url does for path; the query is left out',
      '  status         of the answer; then headers and body: object or text',
      '  fault          instead of an answer: ECONNRESET, ETIMEDOUT, ECONNREFUSED ...',
      '  clientOrderId  of an order (else read from requestBody)',
      '  call, attempt  if the record knows which requests belong to one call',
      '  replaySafe     true: sending it again has no second effect',
      "Only at, method, path and one of status and fault are needed. The events of a gateway do as well, best in mode 'observe':",
      `  gateway.on('attempt', (event) =>\n    file.write(JSON.stringify({ at: Date.now(), ...event }) + '\\n'));`,
      'A 2xx without a body counts as good. The requests go through a gateway with its own clock, which waits, sends again and gives up as it would have; the lines of one call answer its attempts in turn. A refusal that comes while it would still have waited counts as spared. Headers, queries and bodies are not printed, but for the text beside a code that no table lists.',
    ],
    options: {
      exchange: { value: '<id>', about: 'of lines that name none', words: 'exchange' },
      moments: { value: '<n>', about: 'how many notable moments are shown (20)', range: [0, 10_000] },
      reconcile: { about: 'as if the gateway had a look-up for lost orders' },
    },
    words: 'file',
    examples: [
      'replay day.jsonl --exchange mexc-contract',
      'zcat day.jsonl.gz | npx exchange-interceptors replay - --json',
    ],
    load: () => import('./replay/run.ts'),
  },
  {
    name: 'completion',
    summary: 'completion of commands, exchanges and categories for a shell',
    usage: ['completion <bash|zsh|fish>'],
    about: [
      'Prints a script, which asks this program for the words. It completes the command exchange-interceptors, installed globally or on the PATH:',
      '  bash: source <(exchange-interceptors completion bash)',
      '  zsh:  source <(exchange-interceptors completion zsh)',
      '  fish: exchange-interceptors completion fish | source',
    ],
    options: { words: { about: 'print what may stand for the last of the words behind --' } },
    words: 'shell',
    examples: [],
    load: () => import('./completion.ts'),
  },
];
