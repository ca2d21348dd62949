// An exchange and its definition: the types.
import type { Policies } from '../decision.ts';
import type { Entry, RouteKind, Sign } from '../types.ts';
import type { Table } from './entry.ts';
import type { Envelope, EnvelopeSpec } from './envelope.ts';
import type { Limit, LimitChanges, RouteMatch } from './limit.ts';
import type {
  LimitHeaders,
  ResetHeader,
  RetryAfterSource,
  StatusRow,
  UsageHeader,
  WaitSource,
} from './limit-signals.ts';
import type { Namespace } from './namespace.ts';
import type { BatchRoute, ClientOrderId, Expiry, LookupRoute, Settle, Validity } from './order-rules.ts';
import type { Refusals } from './refusals.ts';
import type { SocketProtocol } from './socket.ts';
import type { TimeSource } from './time-source.ts';

/** What the profile knows about one route. */
export interface Route extends RouteMatch {
  /** What it does. */
  readonly kind: RouteKind;
  /** It changes an order that stands, and places none. @default false */
  readonly amends?: boolean;
  /** It cancels all orders of its folder and book that have its parameters' values, and names none. @default false */
  readonly cancelsAll?: boolean;
  /** Whether it must be signed. @default the profile's `signedPaths` decide */
  readonly signed?: boolean;
  /** Its orders stand in a book of this name, with client order ids of their own. @default that of plain orders */
  readonly book?: string;
}

/** What `defineExchange` takes. Everything but `id`, `name`, `table` and `rest` has a default. */
export interface ExchangeSpec {
  /** Tells it apart from other exchanges, in events, metrics and keys of Redis: lower case with hyphens. */
  readonly id: string;
  /** As people call it, in the texts of errors. */
  readonly name: string;
  /** Links to its documents. @default none */
  readonly docs?: readonly string[];
  /** Hosts of this API: signed requests go to these alone. @default none: the first origin that is signed for */
  readonly hosts?: readonly string[];
  /** The published table of codes, word for word; a row with a `source` of its own stands beyond it. */
  readonly table: Table;
  /** Documented codes that the table lacks, as a table of their own. The table wins. @default none */
  readonly beyond?: Table;
  /** How its answers over REST are read. */
  readonly rest: EnvelopeSpec;
  /** How its frames over WebSocket are read. @default as its answers over REST */
  readonly ws?: EnvelopeSpec;
  /** How commands are sent over WebSocket. @default it is not documented, and there are none */
  readonly socket?: SocketProtocol;
  /** Rows that hold over REST only and win over the table there. @default none */
  readonly restOnly?: Table;
  /** Rows that hold over WebSocket only and win over the table there. @default none */
  readonly wsOnly?: Table;
  /** Whether a number that `wsOnly` lacks means over WebSocket what the table says. @default false */
  readonly wsSharesTable?: boolean;
  /** Hosts or routes whose codes have another table, by the names in `over`. @default none */
  readonly namespaces?: readonly Namespace[];
  /** Whether a listed code under HTTP 5xx still decides a write's outcome. @default false */
  readonly trustsCodesUnder5xx?: boolean;
  /** Its documented limits. @default none */
  readonly limits?: readonly Limit[];
  /**
   * Other capacities of some limits, by the name of a customer's level and of the limit: `createGateway({ tier })` takes them.
   * @default every account has the same
   */
  readonly tiers?: Readonly<Record<string, LimitChanges>>;
  /** Headers that tell how much of a limit is used. @default the usual spellings of `RateLimit-Remaining` */
  readonly usage?: readonly (LimitHeaders | UsageHeader)[];
  /** What a status means, seen before the usual meaning. @default none */
  readonly statuses?: readonly StatusRow[];
  /** Headers that tell when a limit opens again. @default the usual spellings */
  readonly resets?: readonly ResetHeader[];
  /** Fields and texts of refusals that tell a wait. @default none */
  readonly waits?: readonly WaitSource[];
  /** The longest ban that its documents name, in milliseconds: a gateway believes a pause at least so long. @default 0 */
  readonly maxPauseMs?: number;
  /** Where it tells its time. @default the HTTP `Date` header of `/` */
  readonly time?: TimeSource;
  /** What single routes do, where the method does not say it; the first that fits counts. @default none */
  readonly routes?: readonly Route[];
  /**
   * Member of a JSON body that holds the parameters, as `params` of JSON-RPC does: they are read as if they stood beside it.
   * @default they are the members of the body
   */
  readonly paramsIn?: string;
  /** Path patterns of what must be signed. @default none */
  readonly signedPaths?: readonly string[];
  /** How an order is named by the caller. @default orders have no names */
  readonly clientOrderId?: ClientOrderId;
  /** Requests that ask for an order by its name; the first that fits is used. @default there is none */
  readonly lookup?: readonly LookupRoute[];
  /** How long a "not found" is doubted. @default 2 s, 3 answers */
  readonly settle?: Settle;
  /** Until when a copy can still be accepted, so that an absent order is absent for good. @default not documented: never */
  readonly validity?: Validity;
  /** How a request says until when it may be taken, so that `validForMs` holds there too. @default not documented */
  readonly expiry?: Expiry;
  /**
   * What a repeat is. `same-bytes`: the exchange takes one copy of the same signed bytes and refuses the others for good, so
   * that a call is signed once, all of its attempts are the same, and one that is not shown goes again.
   * @default 'anew': each attempt is signed by itself
   */
  readonly repeat?: 'anew' | 'same-bytes';
  /** What follows a failure here, by category or code; a gateway's own `policies` win. Pure functions. @default the usual ones */
  readonly policies?: Policies;
  /** Routes that take several orders at once, so that they are counted, and `partial: 'repeat'` can be asked for. @default none */
  readonly batches?: readonly BatchRoute[];
  /** What it refuses, and by which codes: for `simulateExchange`. @default what codes, limits and order rules say */
  readonly refusals?: Refusals;
  /**
   * Reads a ban's end or another wait from an answer, beyond `Retry-After`. Milliseconds, or undefined for garbage.
   * @default none: `Retry-After`, `resets` and `waits` alone tell
   */
  readonly retryAfter?: (answer: RetryAfterSource) => number | undefined;
}

/**
 * One exchange API with its rules: data that the core reads, never a name that it branches on. `Code`: the codes that its
 * tables list.
 */
export interface Exchange<Code extends string = string>
  extends Required<
    Omit<
      ExchangeSpec,
      | 'table'
      | 'beyond'
      | 'restOnly'
      | 'wsOnly'
      | 'wsSharesTable'
      | 'rest'
      | 'ws'
      | 'socket'
      | 'clientOrderId'
      | 'retryAfter'
      | 'validity'
      | 'expiry'
      | 'paramsIn'
    >
  > {
  /** Every row of its table and the documented ones beyond it, by the code exactly as written. */
  readonly catalog: ReadonlyMap<string, Entry<Code>>;
  /** What a code means over each transport. */
  readonly codes: {
    /** Of answers to requests. */
    readonly rest: ReadonlyMap<string, Entry<Code>>;
    /** Of frames over WebSocket. */
    readonly ws: ReadonlyMap<string, Entry<Code>>;
    /** By the names of `namespaces`. */
    readonly named: ReadonlyMap<
      string,
      {
        /** Of answers to requests. */
        readonly rest: ReadonlyMap<string, Entry<Code>>;
        /** Of frames over WebSocket. */
        readonly ws: ReadonlyMap<string, Entry<Code>>;
      }
    >;
  };
  /** How its answers over REST are read. */
  readonly rest: Envelope;
  /** How its frames over WebSocket are read; undefined: as its answers over REST. */
  readonly ws: Envelope | undefined;
  /** How commands are sent over WebSocket; undefined: none are documented. */
  readonly socket: SocketProtocol | undefined;
  /** How an order is named by the caller; undefined: orders have no names. */
  readonly clientOrderId: ClientOrderId | undefined;
  /** Until when a copy can still be accepted; undefined: not documented. */
  readonly validity: Validity | undefined;
  /** How a request says until when it may be taken; undefined: not documented. */
  readonly expiry: Expiry | undefined;
  /** Member of a JSON body that holds the parameters; undefined: the body itself does. */
  readonly paramsIn: string | undefined;
  /** Reads a wait from an answer, beyond `Retry-After`. */
  readonly retryAfter: ExchangeSpec['retryAfter'] | undefined;
  /** What it was made from, for `extendExchange`. */
  readonly spec: ExchangeSpec;
}

/** An exchange with a ready signer. */
export interface SigningExchange<Credentials, Code extends string = string> extends Exchange<Code> {
  /** Makes a `sign` for the documented scheme. */
  readonly signer: (credentials: Credentials) => Sign;
}
