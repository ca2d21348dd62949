// Finds what a ccxt exchange's own `handleErrors` makes of an answer.
import { type CcxtExchange, members } from './shape.ts';

/** One answer, as `handleErrors` takes it. */
export interface ProbedAnswer {
  readonly status: number;
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly value: object;
}

/** What `handleErrors` made of an answer. */
export interface ProbeResult {
  /** The class it threw, or the value that a broken table has in its place; undefined: it found no error. */
  readonly maker: unknown;
  /** What it matched in a table. */
  readonly matched?: { readonly key: string; readonly how: 'exact' | 'broad' };
  /** Every text that it looked up, in order: codes, names and messages. */
  readonly tried: readonly string[];
  /** It threw something that is no error of ccxt's: it cannot read such an answer. */
  readonly crashed: boolean;
}

/** Ends `handleErrors` at the first match. */
class Matched extends Error {
  readonly maker: unknown;
  constructor(maker: unknown) {
    super('matched');
    this.maker = maker;
  }
}

/**
 * Calls `handleErrors` on a view of the instance whose look-ups into the tables record what they match. Nothing of the
 * instance is changed.
 */
export function probe(instance: CcxtExchange, answer: ProbedAnswer): ProbeResult {
  const tried: string[] = [];
  let matched: ProbeResult['matched'];
  const hit = (table: unknown, key: string, how: 'exact' | 'broad'): never => {
    matched = { key, how };
    throw new Matched(classIn(members(table)[key]));
  };
  const view: CcxtExchange = Object.create(instance, {
    options: { value: Object.create(members(instance.options)), writable: true },
    throwExactlyMatchedException: {
      value: (table: unknown, text: unknown) => {
        if (text === undefined || text === null) return;
        tried.push(String(text));
        if (Object.hasOwn(members(table), String(text))) hit(table, String(text), 'exact');
      },
    },
    throwBroadlyMatchedException: {
      value: (table: unknown, text: unknown) => {
        if (typeof text !== 'string') return;
        const key = Object.keys(members(table)).find((part) => text.includes(part));
        if (key !== undefined) hit(table, key, 'broad');
      },
    },
  });
  const { status, url, method, headers, text, value } = answer;
  try {
    view.handleErrors(status, '', url, method, { ...headers }, text, value, {}, undefined);
    return { maker: undefined, tried, crashed: false };
  } catch (thrown) {
    if (thrown instanceof Matched)
      return { maker: thrown.maker, tried, crashed: false, ...(matched && { matched }) };
    const isOfCcxt = thrown instanceof Error && !builtIn.has(thrown.constructor.name);
    return { maker: isOfCcxt ? thrown.constructor : undefined, tried, crashed: !isOfCcxt };
  }
}

const builtIn: ReadonlySet<string> = new Set([
  'Error',
  'TypeError',
  'RangeError',
  'SyntaxError',
  'ReferenceError',
]);

/** Some tables have the class and its text in a list. */
export function classIn(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}
