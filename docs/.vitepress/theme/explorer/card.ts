// A card of the explorer: one meaning, and what the library does about it.
import type { Exchange } from '../../../../src/catalog/exchange.ts';
import { reactionTo } from '../../../../src/policies/describe-decision.ts';
import type { Category, Outcome } from '../../../../src/types.ts';

/** What the explorer shows of one meaning: a row of a table, or how an answer is read. */
export interface Card {
  /** Unique in a list of results. */
  readonly key: string;
  /** The exchanges that it holds for. */
  readonly exchanges: readonly Pick<Exchange, 'id' | 'name'>[];
  readonly code: string | undefined;
  /** The symbolic name, where the table gives one. */
  readonly name: string | undefined;
  readonly text: string;
  readonly category: Category | 'success';
  readonly outcome: Outcome | 'ok';
  /** Whether the order may stand, in a sentence. */
  readonly stands: string;
  /** What the library does by default. */
  readonly steps: readonly Line[];
  /** What else there is to know. */
  readonly facts: readonly Line[];
  /** A link, or who published it. */
  readonly source: string | undefined;
  /** The row on the exchange's page, relative to the site. */
  readonly page: string | undefined;
}

export interface Line {
  readonly label: string;
  readonly text: string;
}

/** What a card is made of; the rest follows from it. */
export type Draft = Pick<Card, 'key' | 'code' | 'text' | 'category' | 'outcome'> &
  Partial<Pick<Card, 'name' | 'facts' | 'source' | 'page'>> & { readonly exchanges: readonly Exchange[] };

export function makeCard(draft: Draft): Card {
  const { exchanges, code, category, outcome } = draft;
  return {
    name: undefined,
    facts: [],
    source: undefined,
    page: undefined,
    ...draft,
    exchanges: exchanges.map(({ id, name }) => ({ id, name })),
    stands: stands(category, outcome),
    steps: exchanges[0] === undefined ? [] : steps(exchanges[0], code, category, outcome),
  };
}

function stands(category: Card['category'], outcome: Card['outcome']): string {
  if (outcome === 'ok') return 'Yes: the exchange took it.';
  if (outcome === 'partial') return 'Some of its items stand and some do not.';
  if (outcome === 'unknown') return 'It may. Nobody knows until it is looked up.';
  if (category === 'duplicate')
    return 'This copy does not. If it was a repeat, an earlier copy probably does.';
  return 'No: this copy certainly had no effect.';
}

const lookUpFirst = 'looked up before anything else';
const withoutLookUp = 'Without a reconcile it fails with outcome unknown, and is not sent again.';

function steps(
  exchange: Exchange,
  code: string | undefined,
  category: Card['category'],
  outcome: Card['outcome'],
): readonly Line[] {
  if (outcome === 'partial') {
    return [{ label: 'Batch', text: 'Fails and tells item by item what stands. It never goes again whole.' }];
  }
  const { read, write, twice } = reactionTo(exchange, { code, category, outcome });
  const isAsked = write === lookUpFirst || twice === lookUpFirst;
  return [
    ...(read === write
      ? [{ label: 'Any call', text: sentence(read) }]
      : [
          { label: 'Reads', text: sentence(read) },
          { label: 'Writes', text: sentence(write) },
        ]),
    ...(twice === undefined ? [] : [{ label: 'Second time', text: sentence(twice) }]),
    ...(isAsked ? [{ label: 'Look-up', text: withoutLookUp }] : []),
  ];
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
