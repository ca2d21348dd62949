// A dialect, by which an exchange is simulated: the types.
import type { RefusalWords, RouteKind } from '../internal.ts';
import type { Json } from './json.ts';
import type { Refusal, RefusalTable } from './refusal.ts';
import type { AmendRequest, ItemReply, OrderRef, PlaceRequest, Reply } from './reply.ts';
import type { Credentials } from './sim-request.ts';

/** `cancel-all`: of every open order, or of those of one market. `read`: of what nothing is known. */
export const actions = [
  'time',
  'ticker',
  'balance',
  'order',
  'batch',
  'amend',
  'cancel',
  'cancel-all',
  'lookup',
  'open',
  'read',
] as const;

/** What a route of a simulated exchange does. */
export type Action = (typeof actions)[number];

/** One route that a dialect understands. */
export interface DialectRoute {
  /** Upper case; `*` for any. */
  readonly method: string;
  /** `{name}` captures a segment, `*` stands for one segment, a trailing `**` for the rest. */
  readonly path: string;
  /** What it does in the simulated exchange. */
  readonly action: Action;
  /** Whether timestamp and signature are due. @default false for `time` and `ticker`, true for all else */
  readonly signed?: boolean;
  /** Each order's refusal stands on its own item of a good answer. @default false */
  readonly itemised?: boolean;
  /** Orders of another book: what is placed in one is not found in the other. @default the book of plain orders */
  readonly book?: string;
  /** A known client order id is answered with the order that stands, instead of the code for duplicates. @default false */
  readonly idempotent?: boolean;
  /** A look-up that finds nothing is a good answer, without an order. @default it is a refusal */
  readonly answersWell?: boolean;
  /** The most and the fewest orders of one request. @default as in any */
  readonly most?: number;
  /** The fewest orders of one request. @default as in any */
  readonly least?: number;
}

/** A request on its way through the simulator. */
export interface Call {
  /** Upper case. */
  readonly method: string;
  /** As it was sent. */
  readonly path: string;
  /** Without the question mark, as it was sent. */
  readonly query: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Empty when there is none. */
  readonly body: string;
  /** The body read as JSON, long integers as strings. */
  readonly json: Json | undefined;
  /** The route that it is for; undefined: the exchange has no such route. */
  readonly route: DialectRoute | undefined;
  /** What the route does. */
  readonly kind: RouteKind;
  /** Whether timestamp and signature are due. */
  readonly signed: boolean;
  /** The path of the command over WebSocket that it stands behind. */
  readonly command?: string;
  /** Path captures, and the top-level fields of query and body that count, by name, as text. */
  readonly fields: ReadonlyMap<string, string>;
}

/** What a limit's use is, for dialects that report it in a header. */
export interface Usage {
  /** The name of the limit. */
  readonly name: string;
  /** Units that are used. */
  readonly used: number;
  /** Units that are left. */
  readonly left: number;
  /** Whom it is counted for. */
  readonly scope?: 'ip' | 'account';
  /** Until there is room for more, in milliseconds. @default there is */
  readonly resetMs?: number;
}

/** A refusal as the client gets it. */
export interface RefusalAnswer {
  /** HTTP status. */
  readonly status: number;
  /** The body of the answer. */
  readonly body: Json;
}

/**
 * The requests and answers of one exchange: data and a few pure functions. `simulateExchange` finds it by the exchange's id; an exchange
 * of your own brings its dialect in the option of that name. What it leaves out is what the exchange's definition says.
 */
export type OwnDialect = Pick<Dialect, 'id'> &
  Partial<Omit<Dialect, 'id' | 'words'>> & {
    /** The codes of refusals: those that are left out are the definition's. */
    readonly codes?: Readonly<Partial<Record<Refusal, string>>>;
  };

/** A dialect that the package brings. */
export type KnownDialect = OwnDialect &
  Pick<Dialect, 'tolerance'> & {
    /** The codes of refusals. */
    readonly codes: Readonly<Record<'throttle' | 'timestamp' | 'signature' | 'funds' | 'server', string>>;
  };

/** As it is played, with nothing left out. */
export interface Dialect {
  /** The `id` of the exchange. */
  readonly id: string;
  /** The first that fits counts. */
  readonly routes: readonly DialectRoute[];
  /** Codes and texts of refusals. */
  readonly words: RefusalTable;
  /** Those of one request, where it has others. */
  readonly wordsOf?: (call: Call) => RefusalTable | undefined;
  /** Texts of codes that the exchange's catalog lacks. */
  readonly texts?: Readonly<Record<string, string>>;
  /** How far a timestamp may be behind and ahead of the exchange's clock. `Infinity`: not checked. */
  readonly tolerance: {
    /** In milliseconds. */
    readonly behindMs: number;
    /** In milliseconds. */
    readonly aheadMs: number;
  };
  /** Whether a client order id that is known is refused: always, or while its order is open. */
  readonly deduplicates: boolean | 'while-open';
  /** Most orders in one request. */
  readonly maxBatch: number;
  /** Most orders in one cancel. @default any number */
  readonly maxCancel?: number;
  /** The first order's id, digits only; each later one is larger. */
  readonly firstOrderId: bigint;
  /** Where the parameters of a write count. A GET's are always those of its query. @default 'both' */
  readonly reads?: 'body' | 'both';
  /** What the `Content-Type` of a body has to be, else it is refused. @default anything */
  readonly contentType?: RegExp;
  /** The key that the request names. */
  readonly apiKey: (call: Call) => string | undefined;
  /** Milliseconds since 1970; `NaN` for what cannot be read, `undefined` for none. */
  readonly timestamp: (call: Call) => number | undefined;
  /** Whether the timestamp is an expiry, which may be any time ahead. @default false */
  readonly timestampAhead?: boolean;
  /** Whether a signed request may go without. @default false */
  readonly timestampOptional?: boolean;
  /** Whether the last nonce has to be below it; else it only may not be used twice. @default false */
  readonly nonceGrows?: boolean;
  /** How far its timestamp may be behind, where the request says so; in milliseconds. */
  readonly recvWindowMs?: (call: Call) => number | undefined;
  /** Whether the signature is right, worked out anew from the exchange's documents; undefined where that cannot be told. */
  readonly verify: (call: Call, credentials: Credentials, hosts: readonly string[]) => boolean | undefined;
  /** What may be used only once. */
  readonly nonce?: (call: Call) => string | undefined;
  /** What a route is for this very request. @default as it stands */
  readonly routeOf?: (route: DialectRoute, call: Call) => DialectRoute;
  /** What is wrong with the parameters of a request that places no order. @default nothing */
  readonly faultOf?: (call: Call) => RefusalWords | undefined;
  /** The orders that the request wants placed. */
  readonly orders: (call: Call) => readonly PlaceRequest[];
  /** The orders that a cancel or a look-up names. */
  readonly refs: (call: Call) => readonly OrderRef[];
  /** What an amend wants changed. @default nothing: the exchange has none */
  readonly amends?: (call: Call) => readonly AmendRequest[];
  /** What a read answers of which nothing is known. @default a refusal that says so */
  readonly read?: (call: Call) => Json;
  /** The body of a good answer. */
  readonly success: (reply: Reply, call: Call) => Json;
  /** A refusal of the whole request. */
  readonly failure: (code: string, text: string, call: Call, refusal: Refusal | undefined) => RefusalAnswer;
  /** What a banned client gets: the code in the exchange's own shape; without one the HTML page of its edge. */
  readonly ban: {
    /** HTTP status. */
    readonly status: number;
    /** Of the refusal. @default none */
    readonly code?: string;
    /** Of the refusal. @default none */
    readonly text?: string;
  };
  /** Headers of every answer. `serverAt` is on the exchange's clock, in milliseconds since 1970. */
  readonly headers?: (usage: readonly Usage[], serverAt: number) => Readonly<Record<string, string>>;
}

export type { AmendRequest, Credentials, ItemReply, OrderRef, PlaceRequest, Reply };
