// Decides what has to be loaded next for what was asked: as little as answers it, one part at a time.
import type { Exchange } from '../../../../src/catalog/exchange.ts';
import { type Filters, type Found, find, isAboutCodes, nothing } from './find.ts';

/** What is typed and chosen. */
export interface Question extends Filters {
  readonly query: string;
}

/** What is there. */
export interface Loaded {
  /** The exchanges as far as the index knows them; undefined: it is not there. */
  readonly index: readonly Exchange[] | undefined;
  /** Whether the index has the texts of its codes. */
  readonly hasTexts: boolean;
  /** Whole definitions by the id. */
  readonly profiles: ReadonlyMap<string, Exchange>;
}

/** The codes of all exchanges, their texts, or one exchange by its id. */
export type Part = 'codes' | 'texts' | { readonly id: string };

/** The answer as far as it can be told; `missing`: what has to come before anything can. */
export interface Told extends Found {
  readonly missing: Part | undefined;
}

export function tell(question: Question, loaded: Loaded): Told {
  const missing = missingFor(question, loaded);
  const found = missing === undefined ? find(question.query, question, among(question, loaded)) : nothing;
  return { ...found, missing };
}

/**
 * @param shown the cards that are on the screen
 * @param opened the keys of those that show everything
 */
export function nextPart(
  { missing, isReading }: Told,
  shown: Found['cards'],
  opened: ReadonlySet<string>,
  { profiles }: Loaded,
): Part | undefined {
  if (missing !== undefined) return missing;
  const id = shown
    // An answer is read by the exchanges themselves; a code alone has no text before its exchange is there.
    .filter(
      ({ key, text, exchanges }) => opened.has(key) || text === '' || (isReading && exchanges.length === 1),
    )
    .map(({ exchanges: [first] }) => first?.id)
    .find((one) => one !== undefined && !profiles.has(one));
  return id === undefined ? undefined : { id };
}

function missingFor({ query, exchange, category }: Question, loaded: Loaded): Part | undefined {
  if (exchange !== '') return loaded.profiles.has(exchange) ? undefined : { id: exchange };
  if (query.trim() === '' && category === '') return undefined;
  if (loaded.index === undefined) return 'codes';
  return loaded.hasTexts || isAboutCodes(query, loaded.index) ? undefined : 'texts';
}

/** The exchanges that the question is about, each as whole as it is there. */
function among({ exchange }: Question, { index = [], profiles }: Loaded): readonly Exchange[] {
  const chosen = profiles.get(exchange);
  return chosen ? [chosen] : index.map((known) => profiles.get(known.id) ?? known);
}
