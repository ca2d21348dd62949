// What may be typed: the one list that help, parsing and completion read.
import { binary, type CommandSpec } from './command.ts';

export const commands: readonly CommandSpec[] = [
  {
    name: 'explain',
    summary: 'what a code or a whole answer means, and what is done about it',
    usage: ['[<exchange>] <code>', '--body <json> [options]'],
    about: `Tells of a code its text, its category, whether an order that was answered so may stand, and what the library does by default. Without an exchange, all that list the code are told of. With one, an HTTP status does as well, of an answer without a code.

Given a body, it finds the exchanges that answer like this. A word that is no code is searched for in the texts.`,
    options: {
      'body <json>': 'the body of an answer; - reads it from standard input',
      'status <n>': 'the HTTP status that it came with (200)',
      'exchange <id>': 'read it as this exchange does',
    },
    words: 'exchange',
    examples: ['explain mexc-contract 510', 'explain -1021', `explain --body '{"code":-1021,"msg":"..."}'`],
    load: async () => (await import('./explain/explain.ts')).explain,
  },
  {
    name: 'search',
    summary: 'codes whose text, name or note holds all the given words',
    usage: ['<word>...'],
    about: 'Upper and lower case are the same.',
    options: { 'exchange <id>': 'search in this exchange only' },
    examples: ['search insufficient', 'search order not exist --exchange ktx'],
    load: async () => (await import('./explain/codes.ts')).search,
  },
  {
    name: 'list',
    summary: 'the exchanges, or the codes of one',
    usage: ['', '[<exchange>] [--category <name>]', '[<exchange>] [--outcome <name>]'],
    about: 'With a category or an outcome and no exchange, the codes of all exchanges are listed.',
    options: {
      'category <name>': 'rows of this category only, such as funds',
      'outcome <name>': 'rejected, unknown or ok',
    },
    words: 'exchange',
    examples: ['list', 'list ktx --category funds', 'list --outcome unknown'],
    load: async () => (await import('./explain/codes.ts')).list,
  },
  {
    name: 'clock',
    summary: "how far this machine's clock is off the exchange's",
    usage: ['<exchange> [--host <url>] [--samples <n>]'],
    about:
      "Asks the exchange's documented route for the time, unsigned, and tells the offset, how far off that can be, and the round trip. The answer with the shortest round trip counts.",
    options: {
      'host <url>': 'ask there, and not at the documented host',
      'path <path>': 'ask this route, and not the documented one',
      'samples <n>': 'how often it is asked, 1 to 20 (5)',
    },
    words: 'exchange',
    examples: ['clock mexc-contract', 'clock chainup --host https://openapi.example.com'],
    load: async () => (await import('./clock.ts')).clock,
  },
  {
    name: 'check',
    summary: "does a definition of one's own read answers as it should?",
    usage: ['<module> [--bodies <file>]', '<exchange> [--bodies <file>]'],
    about: `Loads a module (.js, .mjs, .cjs, .json, and .ts where Node can) that exports an exchange, made by defineExchange or as the data that it takes, and tells what is wrong with it, or what it says and what is missing. The module is run.

With --bodies it reads answers, one JSON object per line; - is standard input:

  body       of the answer: object or text
  status     of the answer (200); headers, an object
  transport  ws for a frame over WebSocket (rest)
  request    that it answers: { method, path, params }
  expect     what it should be read as: { ok, code, category, outcome, failed },
             or some of these; failed lists the indexes of failed items;
             expected does as well

Texts, headers and parameters are not printed. The exit code is 1 where an answer is read otherwise than expected, or a line or the definition cannot be read.`,
    options: { 'bodies <file>': 'answers to be read, one per line; - is standard input' },
    words: 'file',
    examples: ['check ./my-exchange.js', 'check ./my-exchange.js --bodies bodies.jsonl'],
    load: async () => (await import('./check/check.ts')).check,
  },
  {
    name: 'replay',
    summary: 'what would the policies have done with a recorded day?',
    usage: ['<trace.jsonl> [options]', '- [options]'],
    about: `Reads one JSON object per line, one for each request that was answered or failed, in the order of their ends; - is standard input. Nothing is sent. Times are those of the record.

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

Only at, method, path and one of status and fault are needed. The events of a gateway do as well, best in mode 'observe':

  gateway.on('attempt', (event) =>
    file.write(JSON.stringify({ at: Date.now(), ...event }) + '\\n'));

A 2xx without a body counts as good. The requests go through a gateway with its own clock, which waits, sends again and gives up as it would have; the lines of one call answer its attempts in turn. A refusal that comes while it would still have waited counts as spared. Headers, queries and bodies are not printed, but for the text beside a code that no table lists.`,
    options: {
      'exchange <id>': 'of lines that name none',
      'moments <n>': 'how many notable moments are shown (20)',
      reconcile: 'as if the gateway had a look-up for lost orders',
    },
    words: 'file',
    examples: [
      'replay day.jsonl --exchange mexc-contract',
      `zcat day.jsonl.gz | npx ${binary} replay - --json`,
    ],
    load: async () => (await import('./replay.ts')).replay,
  },
  {
    name: 'demo',
    summary: 'a day at a simulated exchange, with the package and without it',
    usage: ['[<exchange>...]'],
    about:
      'A burst, refusals, a lost answer and a wrong clock, played on this machine alone: what a gateway does about them, and what fetch alone comes to. Without an exchange, at five of them, one after the other.',
    options: {},
    words: 'exchange',
    examples: ['demo mexc-contract'],
    load: async () => (await import('./demo.ts')).demo,
  },
  {
    name: 'completion',
    summary: 'completion of commands, exchanges and categories for a shell',
    usage: ['<bash|zsh|fish>'],
    about: `Prints a script, which asks this program for the words. It completes the command ${binary}, installed globally or on the PATH:

  bash: source <(${binary} completion bash)
  zsh:  source <(${binary} completion zsh)
  fish: ${binary} completion fish | source`,
    options: { words: 'print what may stand for the last of the words behind --' },
    words: 'shell',
    examples: [],
    load: async () => (await import('./completion.ts')).completion,
  },
];
