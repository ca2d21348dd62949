import type {
  Category,
  Classification,
  Entry,
  HeadersLike,
  Limit,
  RawAnswer,
  RouteKind,
  RouteMatch,
  Sign,
} from '../types.ts';
import type { Table } from './entry.ts';
import type { SocketProtocol } from './socket.ts';

/** Where an answer keeps its code, text and marks of success. Field paths use dots; the first that is present counts. */
export interface Envelope {
  /** Fields that hold the code. */
  readonly code: readonly string[];
  /** Fields that hold the text. */
  readonly message: readonly string[];
  /** Codes that mean success. */
  readonly ok: readonly string[];
  /** Flags of success: `true`, `false`, or the words. They count where no code is given; a code decides alone. */
  readonly flags: readonly string[];
  /**
   * What a value in a code field must look like to be a code; anything else there is the caller's own data.
   * @default /^-?\d+$/
   */
  readonly shape?: RegExp;
  /** Codes that no payload would hold: where good answers come bare, they count without a text beside them. */
  readonly telling?: RegExp;
  /**
   * Whether a good answer may come without an envelope; `reads`: only that to a read. If not, an object without code and
   * flag is unreadable.
   */
  readonly bare: boolean | 'reads';
  /**
   * Where good answers come bare: fields of which the answer to an order has one, not empty. What has none of them is
   * unreadable, so that `{}` or the message of a gateway under HTTP 200 is not taken for an accepted order.
   * @default anything but an empty object or list, or a message alone
   */
  readonly accepted?: readonly string[];
  /** Marks of failure where an answer has neither code nor flag. */
  readonly failure?: readonly { readonly field: string; readonly equals: string }[];
  /** Results of a batch, one by one. */
  readonly items?: readonly ItemsShape[];
  /**
   * Reads an answer that no fields can describe. Undefined: it cannot tell, and all of the above is tried. Under HTTP 5xx
   * what it says of a write is in doubt, as everything is. Must not throw.
   */
  readonly read?: (reading: Reading) => Classification | undefined;
}

/** What a reader looks at. */
export interface Reading {
  /** With `url` and `method` of the request, where the client tells them. */
  readonly answer: RawAnswer;
  /** The body, parsed. */
  readonly value: object;
  /** What the codes mean, with what `extendExchange` changed. */
  readonly codes: ReadonlyMap<string, Entry>;
  /** The answer to a read is no batch. */
  readonly mayBeBatch: boolean;
}

/** How a batch answer reports its items. */
export interface ItemsShape {
  /** Path of the list. */
  readonly at: string;
  readonly code?: readonly string[];
  readonly message?: readonly string[];
  readonly flags?: readonly string[];
  /** Codes that only the result of a batch has: they count without a text beside them, listed or not. */
  readonly telling?: RegExp;
  /** The list holds the ids of the items that failed, nothing else. */
  readonly failedIds?: boolean;
  /** Path of the ids of the items that worked, beside `failedIds`. */
  readonly doneAt?: string;
}

/** Where the exchange tells its time. */
export interface TimeSource {
  /** The first whose `when` prefixes the path of the failed call is asked; the last needs none. */
  readonly routes: readonly { readonly when?: string; readonly path: string }[];
  /** Fields of the answer that hold milliseconds since 1970, first present counts; `date`: the HTTP header, whole seconds. */
  readonly from: readonly string[] | 'date';
}

/** What the profile knows about one route. */
export interface Route extends RouteMatch {
  readonly kind: RouteKind;
  /** It changes an order that stands, and places none. @default false */
  readonly amends?: boolean;
  /** Whether it must be signed. @default the profile's `signedPaths` decide */
  readonly signed?: boolean;
}

/** How an order is named by the caller. */
export interface ClientOrderId {
  /** Fields that carry it, of JSON, form and query alike; the first present counts. A number in a path is a place in a list. */
  readonly fields: readonly string[];
  /** Routes that read one field only, by prefix of the path; the first that fits counts. @default all of `fields`, everywhere */
  readonly byRoute?: readonly {
    readonly when: string;
    readonly field: string;
    /** What stands before the id there, whatever its case; a value without it is no client order id. */
    readonly prefix?: string;
  }[];
  /** Fields that name the market, the first present counts. @default the usual names */
  readonly market?: readonly string[];
  /** What the exchange accepts. */
  readonly pattern: RegExp;
  /**
   * Whether the exchange refuses a second order with the same id: for good (`true`, or `'always'`), or only while the
   * first is open. Undocumented counts as no.
   */
  readonly deduplicated: boolean | 'always' | 'while-open';
}

/** How the fields of an order's record are to be read. What is left out cannot be told from a record. */
export interface OrderRecord {
  /** Field, or fields, with the client order id. @default the names under which it is sent */
  readonly id?: string | readonly string[];
  /** Field with the exchange's own id. @default 'orderId' */
  readonly ownId?: string;
  /** Parameters of a placing, and the fields of its record that have to have the same value. */
  readonly same?: Readonly<Record<string, string>>;
  /** When the order came into being, in milliseconds since 1970 unless said otherwise. */
  readonly born?: { readonly field: string; readonly unit?: 'ms' | 's' };
  readonly state?: {
    readonly field: string;
    readonly open?: readonly string[];
    readonly filled?: readonly string[];
    readonly cancelled?: readonly string[];
    /** It was taken, and refused later on: it never stood. */
    readonly refused?: readonly string[];
  };
  /** Parameters of an amend, and the fields of the record that they change. */
  readonly amends?: Readonly<Record<string, string>>;
  /** Parameters of an amend that change nothing: what the order is called, when it was sent. */
  readonly neutral?: readonly string[];
}

/** What a route answers when it worked, made of an order's record. */
export interface LookupAnswer {
  /** Path patterns of the routes that answer so. */
  readonly to: readonly string[];
  /** `'$order'` stands for the record, `'$order.field'` for one of its fields, a member `'...'` for all of its members. */
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
   * Parameter that names the order in a cancel or an amend: an id of the exchange's own. A number is a place in a body
   * that is a list. @default it asks by client order id
   */
  readonly by?: string;
  /** Path patterns of the routes whose orders it finds, when placed, amended or cancelled. @default all that `when` admits */
  readonly covers?: readonly string[];
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** A JSON body. */
  readonly body?: Readonly<Record<string, string>>;
  /** A body of a form. */
  readonly form?: Readonly<Record<string, string>>;
  /**
   * Dotted path of the order, or of a list of orders, in a good answer; of several the first that is there. Nothing there
   * means that it does not exist. @default the whole answer, as `''`
   */
  readonly order?: string | readonly string[];
  readonly record?: OrderRecord;
  /** @default the look-up's own answer */
  readonly answers?: readonly LookupAnswer[];
}

/** Until when a copy of a signed request can still be accepted. */
export interface Validity {
  /** Since it was signed, in milliseconds, where the request itself says nothing. @default not documented */
  readonly forMs?: number;
  /** Header, or parameter, by which a request says it. */
  readonly header?: string;
  readonly param?: string;
  /** What that is: a duration, or an instant in milliseconds since 1970. @default 'ms' */
  readonly unit?: 'ms' | 's' | 'until';
  /** Parameter with the instant from which on it counts; without it in a request, nothing bounds that request. */
  readonly since?: string;
}

/** How long a "not found" is doubted: eventual consistency. */
export interface Settle {
  /** Since the last send, in milliseconds. */
  readonly settleMs: number;
  /** How many answers must agree. */
  readonly asks: number;
}

/** Reads how much of a limit is used from an answer's headers. */
export interface UsageHeader {
  readonly header: string;
  /** The limit's name; empty: the narrowest that applies to the call. */
  readonly limit: string;
  /** Undefined for garbage. What it throws or returns beside finite numbers is ignored. */
  readonly parse: (value: string) => ToldUsage | undefined;
}

/** What a header tells of a limit. */
export interface ToldUsage {
  /** Units that the window holds. */
  readonly used?: number;
  /** Units that are free. */
  readonly left?: number;
  /** Units that a window of this account may hold. */
  readonly capacity?: number;
  /** Until the window is over, in milliseconds. */
  readonly resetMs?: number;
}

/** A header that tells when a limit opens again, read from a refusal that has no `Retry-After`. */
export interface ResetHeader {
  readonly header: string;
  /**
   * How a number is meant. Whatever is as long as an instant since 1970 is read as one, by its digits; `instant` takes
   * nothing else.
   */
  readonly unit: 's' | 'ms' | 'instant';
  /** A header that says what is left: where something is, the refusal was about another limit. */
  readonly left?: string;
  /** Takes the number out of a value that holds more. @default the whole value */
  readonly pick?: (value: string) => string | undefined;
}

/** What a status means where no code of the exchange's speaks. */
export interface StatusRow {
  readonly status: number;
  readonly category: Category;
  readonly outcome: 'rejected' | 'unknown';
  /** The wait that the documents name, in milliseconds, where the answer asks for none or a shorter one. */
  readonly waitMs?: number;
  /** The limit that it is about. @default everything */
  readonly limit?: string;
}

/** What `defineExchange` takes. Everything but `id`, `name`, `table` and `rest` has a default. */
export interface ExchangeSpec {
  /** Tells it apart from other exchanges, in events, metrics and keys of Redis: lower case with hyphens. */
  readonly id: string;
  /** As people call it, in the texts of errors. */
  readonly name: string;
  /** Links to its documents. @default none */
  readonly docs?: readonly string[];
  /** Hosts that speak it, for documents and recognition; not enforced. */
  readonly hosts?: readonly string[];
  /** The published table of codes, word for word. */
  readonly table: Table;
  /** Documented codes that the table lacks. */
  readonly beyond?: Table;
  /** How its answers over REST are read. */
  readonly rest: Envelope;
  /** How its frames over WebSocket are read. @default as its answers over REST */
  readonly ws?: Envelope;
  /** How commands are sent over WebSocket. @default it is not documented, and there are none */
  readonly socket?: SocketProtocol;
  /** Rows that hold over REST only and win over the table there. */
  readonly restOnly?: Table;
  /** Rows that hold over WebSocket only and win over the table there. */
  readonly wsOnly?: Table;
  /** Whether a number that `wsOnly` lacks means over WebSocket what the table says. @default false */
  readonly wsSharesTable?: boolean;
  /** Whether a listed code under HTTP 5xx still decides a write's outcome. @default false */
  readonly trustsCodesUnder5xx?: boolean;
  /** Its documented limits. @default none */
  readonly limits?: readonly Limit[];
  /** Headers that tell how much of a limit is used. @default the usual spellings of `RateLimit-Remaining` */
  readonly usage?: readonly UsageHeader[];
  /** What a status means, seen before the usual meaning. @default none */
  readonly statuses?: readonly StatusRow[];
  /** Headers that tell when a limit opens again. @default the usual spellings */
  readonly resets?: readonly ResetHeader[];
  /** The longest ban that its documents name, in milliseconds: a gateway believes a pause at least so long. @default 0 */
  readonly maxPauseMs?: number;
  /** Where it tells its time. @default the HTTP `Date` header of `/` */
  readonly time?: TimeSource;
  /** What single routes do, where the method does not say it; the first that fits counts. @default none */
  readonly routes?: readonly Route[];
  /** Path patterns of what must be signed. */
  readonly signedPaths?: readonly string[];
  /** How an order is named by the caller. @default orders have no names */
  readonly clientOrderId?: ClientOrderId;
  /** Requests that ask for an order by its name; the first that fits is used. @default there is none */
  readonly lookup?: readonly LookupRoute[];
  /** How long a "not found" is doubted. @default 2 s, 3 answers */
  readonly settle?: Settle;
  /** Until when a copy can still be accepted, so that an absent order is absent for good. @default not documented: never */
  readonly validity?: Validity;
  /** Reads a ban's end or another wait from an answer, beyond `Retry-After`. Milliseconds, or undefined for garbage. */
  readonly retryAfter?: (answer: RetryAfterSource) => number | undefined;
}

export interface RetryAfterSource {
  readonly headers: HeadersLike | undefined;
  readonly body: unknown;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/** One exchange API with its rules: data that the core reads, never a name that it branches on. */
export interface Exchange
  extends Required<
    Omit<
      ExchangeSpec,
      | 'table'
      | 'beyond'
      | 'restOnly'
      | 'wsOnly'
      | 'wsSharesTable'
      | 'ws'
      | 'socket'
      | 'clientOrderId'
      | 'retryAfter'
      | 'validity'
    >
  > {
  /** Every row of its table and the documented ones beyond it, by the code exactly as written. */
  readonly catalog: ReadonlyMap<string, Entry>;
  /** What a code means over each transport. */
  readonly codes: {
    readonly rest: ReadonlyMap<string, Entry>;
    readonly ws: ReadonlyMap<string, Entry>;
  };
  readonly ws: Envelope | undefined;
  readonly socket: SocketProtocol | undefined;
  readonly clientOrderId: ClientOrderId | undefined;
  readonly validity: Validity | undefined;
  readonly retryAfter: ExchangeSpec['retryAfter'] | undefined;
  /** What it was made from, for `extendExchange`. */
  readonly spec: ExchangeSpec;
}

/** An exchange with a ready signer. */
export interface SigningExchange<Credentials> extends Exchange {
  /** Makes a `sign` for the documented scheme. */
  readonly signer: (credentials: Credentials) => Sign;
}
