// What stands where in `src`, from the top down: the one table that the picture and the linter's rules are made of.

/** A folder of `src`, or a file of its top level. It may import what stands in a layer below its own. */
export interface Part {
  readonly name: string;
  /** What it is for, in a few words. */
  readonly holds: string;
  /** Parts further down that it has no business with. */
  readonly without?: readonly string[];
  /** Its neighbours around the core that it is made of. */
  readonly on?: readonly string[];
  /** It imports nothing from outside its folder. */
  readonly alone?: boolean;
  /** From where to where its box goes, in twelfths of the width. @default an equal share */
  readonly span?: readonly [from: number, to: number];
}

/** What is around the core. It imports the core through `internal.ts` alone, and of its neighbours those that are named. */
export const around: readonly Part[] = [
  { name: 'testing', holds: 'the simulator' },
  { name: 'cli', holds: 'the command line', on: ['replay'] },
  { name: 'replay', holds: 'a recorded day again' },
  { name: 'ccxt', holds: 'bridge to ccxt' },
  { name: 'otel', holds: 'spans, metrics' },
  { name: 'diagnostics', holds: "Node's channels" },
];

/** The core, layer by layer. */
export const core: readonly (readonly Part[])[] = [
  [
    {
      name: 'interceptors',
      holds: 'axios, fetch, sockets: translate between a client and the pipeline',
      without: ['pipeline', 'redis', 'throttle'],
    },
  ],
  [{ name: 'gateway', holds: "one account's way to one exchange: assembles the parts" }],
  [{ name: 'pipeline', holds: 'one call: admit, sign, send, read, decide', without: ['redis'] }],
  [
    {
      name: 'redis',
      holds: 'limits among processes',
      without: ['policies', 'transport', 'answers', 'catalog'],
      span: [4, 7],
    },
  ],
  [
    { name: 'transport', holds: 'what a client implements', without: ['answers', 'catalog'] },
    { name: 'throttle', holds: 'who may go now' },
    { name: 'policies', holds: 'what to do next: pure', without: ['time'] },
  ],
  [
    { name: 'time', holds: 'clock, deadlines, timers', without: ['catalog'] },
    { name: 'answers', holds: 'what came back, classified' },
  ],
  [{ name: 'catalog', holds: 'what is known of exchanges: data' }],
  [{ name: 'options', holds: 'how options and definitions are checked', alone: true }],
];

/** Files of the top level that the name of a part stands for. */
export const files: Readonly<Record<string, readonly string[]>> = { gateway: ['gateway', 'gateway-options'] };
