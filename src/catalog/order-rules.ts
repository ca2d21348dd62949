// How an exchange names orders, is asked for them and shows them: the types of that part of a definition.
import type { RouteMatch } from './limit.ts';
import type { OrderRecord } from './order-record.ts';

/** How an order is named by the caller. */
export interface ClientOrderId {
  /** Fields that carry it, of JSON, form and query alike; the first present counts. A number in a path is a place in a list. */
  readonly fields: readonly string[];
  /** Those of `fields` that name an order which stands: beside them the others name something new. @default none */
  readonly standing?: readonly string[];
  /** Routes that read one field only, by prefix of the path; the first that fits counts. @default all of `fields`, everywhere */
  readonly byRoute?: readonly {
    /** The beginning of their paths. */
    readonly when: string;
    /** The field that they read. */
    readonly field: string;
    /** What stands before the id there, whatever its case; a value without it is no client order id. */
    readonly prefix?: string;
  }[];
  /** What every id begins with, as a part of it: in a path anything else is an id of the exchange's own. @default nothing */
  readonly begins?: string;
  /** Path patterns of routes that name the order in the path: their one `*` stands for its id. @default none */
  readonly inPath?: readonly string[];
  /** Fields that name the market, the first present counts. @default the usual names */
  readonly market?: readonly string[];
  /** What the exchange accepts. */
  readonly pattern: RegExp;
  /**
   * Whether the exchange refuses a second order with the same id: for good (`true`, or `'always'`), or only while the
   * first is open. `returned`: it makes none, and answers with the first, so that the order sent once more is its look-up.
   * Undocumented counts as no.
   */
  readonly deduplicated: boolean | 'always' | 'while-open' | 'returned';
}

/** What a route answers when it worked, made of an order's record. */
export interface LookupAnswer {
  /** Path patterns of the routes that answer so; of a command over WebSocket, `/` and its name. */
  readonly to: readonly string[];
  /**
   * `'$order'` stands for the record, `'$order.field'` for one of its fields, `'$text.field'` for that as text, a member `'...'` for
   * all of its members.
   */
  readonly body: object;
}

/**
 * The request that asks for an order by its client order id. `{clientOrderId}` and the names of parameters of the order's
 * own request, `{symbol}` say, are filled in.
 */
export interface LookupRoute {
  /** Prefix of the path of the order asked about. The first look-up that fits is used. */
  readonly when?: string;
  /**
   * Where a cancel or an amend names its order by an id of the exchange's own: a parameter, or its dotted path, in which a number
   * is a place in a list that names one order alone. `'*'`: in the path, in place of the `*` of `covers`. `{ownId}` stands for the
   * id. @default it asks by client order id
   */
  readonly by?: string;
  /** Path patterns of the routes whose orders it finds, when placed, amended or cancelled. @default all that `when` admits */
  readonly covers?: readonly string[];
  /** Parameters of those orders' requests, as in routes, where several kinds of them share a path. @default any */
  readonly params?: RouteMatch['params'];
  /**
   * Values for the templates that stand in a parameter of the order with more around them, by their names: what the only
   * group of `pattern` finds in `from`. A parameter of that name goes before. @default none
   */
  readonly derived?: Readonly<Record<string, DerivedValue>>;
  /** Upper case. */
  readonly method: 'GET' | 'POST';
  /** Path that it is sent to, at the order's own origin. */
  readonly path: string;
  /** Parameters of the query, by name. */
  readonly query?: Readonly<Record<string, string>>;
  /**
   * For how long after its end an order is shown, in milliseconds: that none is shown proves nothing once it was not asked for
   * so long. @default for good
   */
  readonly keptMs?: number;
  /** A JSON body. */
  readonly body?: Readonly<Record<string, string>>;
  /** A body of a form. */
  readonly form?: Readonly<Record<string, string>>;
  /**
   * Dotted path of the order, or of a list of orders, in a good answer; of several the first that is there. `null`, or an empty
   * list or object there, means that it does not exist; an answer without any of the paths, or with what is no order there, says
   * nothing. A last step `*` stands for the members of an object, whose names the records then have as `$key`. `''`: the whole
   * answer, as a list. @default the whole answer, which is the order: empty, it says nothing
   */
  readonly order?: string | readonly string[];
  /** The word that says so in an answer that is good and has no place for orders. @default none */
  readonly none?: {
    /** Dotted path of the field. */
    readonly field: string;
    /** What it holds. */
    readonly equals: string;
  };
  /** How the fields of the order that it shows are read. @default nothing but the id is known */
  readonly record?: OrderRecord;
  /** What its routes answer, made of the record. @default the look-up's own answer */
  readonly answers?: readonly LookupAnswer[];
  /**
   * Further places where the order may stand, such as a history after the open orders: asked one after the other until one
   * shows it. It is absent where all say so in the same round. @default none
   */
  readonly next?: readonly LookupTurn[];
}

/** A further question of a look-up. What it leaves out is as in the first. */
export type LookupTurn = Partial<Omit<LookupRoute, 'when' | 'by' | 'covers' | 'params' | 'derived' | 'next'>>;

/** A part of a parameter. */
export interface DerivedValue {
  /** The parameter that it is taken from. */
  readonly from: string;
  /** Has one group: what it finds is the value. */
  readonly pattern: RegExp;
}

/** Until when a copy of a signed request can still be accepted. */
export interface Validity {
  /** Since it was signed, in milliseconds, where the request itself says nothing. @default not documented */
  readonly forMs?: number;
  /** Header, or parameter, by which a request says it. */
  readonly header?: string;
  /** Parameter by which a request says it. */
  readonly param?: string;
  /** What that is: a duration, or an instant in milliseconds since 1970. @default 'ms' */
  readonly unit?: 'ms' | 's' | 'until';
  /** Parameter with the instant from which on it counts; without it in a request, nothing bounds that request. */
  readonly since?: string;
}

/** How a request says until when the exchange may take it: `validForMs` of a call fills it in, before it is signed. */
export interface Expiry {
  /** Header, in lower case, or else parameter that says it. */
  readonly header?: string;
  /** Of the query, the form or the JSON object; of an object in that one by its dotted path: `params.valid_until`. */
  readonly param?: string;
  /**
   * `ms` and `s`: a duration from the request's own time on. The others are instants on the exchange's clock: `iso` a date
   * and time of ISO 8601 in UTC.
   */
  readonly unit: 'ms' | 's' | 'instant-ms' | 'instant-s' | 'instant-us' | 'iso';
  /** The longest that the exchange takes, in milliseconds. @default any */
  readonly most?: number;
  /** Which requests have it. @default all that are signed */
  readonly routes?: RouteMatch;
  /**
   * An order over REST that can be looked up, and an amend, says it without `validForMs` as well: half of the time that its call has left, if that is five
   * seconds at least, and 25 as long as the exchange's clock is not known. For an exchange that bounds a copy by nothing else, or too late for
   * a call to learn that it is absent. @default false
   */
  readonly always?: boolean;
}

/** How long a "not found" is doubted: eventual consistency. */
export interface Settle {
  /** Since the last send, in milliseconds. */
  readonly settleMs: number;
  /** How many answers must agree. */
  readonly asks: number;
}

/** A route that takes several orders, or several ids of orders, at once. The first that fits and whose list is there counts. */
export interface BatchRoute {
  /** Upper case. @default any */
  readonly method?: string;
  /** Path pattern. */
  readonly path: string;
  /**
   * Dotted path of the items in the body; empty: the body itself. Or the parameter of the query or the form that holds them as
   * JSON.
   */
  readonly list: string;
  /**
   * Field of an item with the client order id, or several of which the first present counts, by which an answer names it; an item
   * that is an id alone is one then, and the exchange's own without. @default the answer has the request's order
   */
  readonly id?: string | readonly string[];
  /** The most items that it takes. @default not documented */
  readonly most?: number;
  /** The fewest that it takes: no fewer go again for `partial: 'repeat'`. @default 1 */
  readonly least?: number;
}
