// What can happen to a request on its way to an exchange of the tests' own, at it, and on the way back.
import type { Book, Form, Reply, Req } from './book.ts';

/** How it arrives, and what comes back of it. */
export interface Fate {
  readonly name: string;
  /** When it is carried out, in milliseconds after it was sent; undefined: never. */
  readonly carriedOutMs: number | undefined;
  readonly reply:
    | { readonly kind: 'answer' | 'half'; readonly afterMs?: number }
    | { readonly kind: 'reset' | 'refused'; readonly afterMs?: number }
    | { readonly kind: 'hang' }
    | {
        readonly kind: 'other';
        readonly reply: Reply;
        readonly afterMs?: number;
        readonly headers?: Record<string, string>;
      }
    | { readonly kind: 'status'; readonly status: number; readonly afterMs?: number };
}

const page: Reply = [502, '<html><body><h1>502 Bad Gateway</h1></body></html>'];
const withStatus = (status: number): Reply => [status, page[1]];

/** `change`: of an order that stands, its cancel included; `other`: what has no look-up. */
export type Kinds = 'read' | 'order' | 'change' | 'other';

interface Making {
  readonly form: Form;
  readonly book: Book;
  readonly req: Req;
  readonly random: () => number;
  readonly kind: Kinds;
}

type Kind = (making: Making) => Omit<Fate, 'name'>;

const pick = <Item>(random: () => number, list: readonly Item[]): Item => {
  const item = list[Math.floor(random() * list.length)];
  if (item === undefined) throw new Error('an empty list');
  return item;
};
const soon = 5;
const late = (random: () => number): number => 300 + Math.floor(random() * 4200);
const maybe = (random: () => number): number | undefined =>
  random() < 0.5 ? soon : random() < 0.5 ? late(random) : undefined;

const other = (
  reply: Reply,
  carriedOutMs?: number,
  headers?: Record<string, string>,
): Omit<Fate, 'name'> => ({
  carriedOutMs,
  reply: { kind: 'other', reply, ...(headers && { headers }) },
});

const anyRequest: Readonly<Record<string, Kind>> = {
  refused: () => ({ carriedOutMs: undefined, reply: { kind: 'refused' } }),
  'reset before': () => ({ carriedOutMs: undefined, reply: { kind: 'reset' } }),
  'reset after': () => ({ carriedOutMs: soon, reply: { kind: 'reset', afterMs: 15 } }),
  'half an answer': () => ({ carriedOutMs: soon, reply: { kind: 'half' } }),
  '502 before': () => other(page),
  '504 before': () => other(withStatus(504)),
  hang: ({ random }) => ({ carriedOutMs: maybe(random), reply: { kind: 'hang' } }),
  slow: () => ({ carriedOutMs: soon, reply: { kind: 'answer', afterMs: 3000 } }),
  rate: ({ form, req, random }) =>
    other(form.refuse.rate(req), undefined, random() < 0.5 ? { 'retry-after': '1' } : {}),
  auth: ({ form, req }) => other(form.refuse.auth(req)),
  time: ({ form, req }) => other(form.refuse.time(req)),
  'empty 200': ({ random }) => other([200, ''], maybe(random)),
};

const writes: Readonly<Record<string, Kind>> = {
  'reset, then late': ({ random }) => ({ carriedOutMs: late(random), reply: { kind: 'reset' } }),
  '502 after': () => other(page, soon),
  '503 late': ({ random }) => other(withStatus(503), late(random)),
  '408': ({ random }) => other(withStatus(408), maybe(random)),
  funds: ({ form, req }) => other(form.refuse.funds(req)),
  doubt: ({ form, random }) => other(pick(random, form.doubts), maybe(random)),
  // What is no order may be answered with next to nothing.
  hollow: ({ form, random, kind }) =>
    other(kind === 'order' ? pick(random, form.hollow) : page, maybe(random)),
  contradiction: ({ random, kind }) => ({
    carriedOutMs: soon,
    reply: {
      kind: 'status',
      status: pick(random, kind === 'other' ? [500, 503] : [400, 409, 429, 418, 500, 503]),
    },
  }),
  redirect: ({ random }) =>
    other([pick(random, [301, 302, 307, 308]), ''], undefined, { location: 'http://elsewhere.test/x' }),
  garbage: ({ random }) =>
    other(
      [
        200,
        pick(random, [
          'null',
          '"ok"',
          'true',
          '{"a":',
          '{"message":"Service unavailable"}',
          '{"success":',
          'OK',
        ]),
      ],
      maybe(random),
    ),
};

const wholeFate: Fate = { name: 'whole', carriedOutMs: soon, reply: { kind: 'answer' } };

/** Most requests are answered. */
export function fateOf(making: Making, share: number): Fate {
  const { random, kind } = making;
  if (random() >= share) return wholeFate;
  const kinds = Object.entries({ ...anyRequest, ...(kind !== 'read' && writes) });
  const [name, make] = pick(random, kinds);
  return { name, ...make(making) };
}
