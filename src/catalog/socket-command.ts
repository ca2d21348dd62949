// What a definition says of one command over WebSocket: the types.
import type { RouteKind } from '../types.ts';

/** What the profile knows of one command. */
export interface SocketCommand {
  /** Its name; one that ends in a dot stands for all that begin so. */
  readonly name: string;
  /** What it does. */
  readonly kind: RouteKind;
  /** It changes an order that stands, and places none. @default false */
  readonly amends?: boolean;
  /**
   * The request over REST that does the same: the command counts on its limits, and its orders are named, taken apart and
   * looked up as those of the request. Its payload has the parameters that the request has. Of several the first that fits the
   * payload; limits go by the first. @default there is none
   */
  readonly rest?: SocketRequest | readonly SocketRequest[];
  /** Parameters of that request that stand outside of the payload, by their names there: paths in the command. */
  readonly beside?: Readonly<Record<string, string>>;
  /** Where its id and that of its reply stand, where that is not the protocol's. */
  readonly id?: Omit<SocketId, 'type'>;
  /** Where its reply has what the answer to that request holds, where that is not the protocol's. */
  readonly result?: SocketResult;
  /** What parameters are called in that request, where their names here are others: for `simulateExchange`. */
  readonly names?: Readonly<Record<string, string>>;
  /**
   * Path of what the command is about: the order, the channels. A `0` in it is the one element of a list. What subscribes has
   * it in a member.
   */
  readonly payload?: string;
  /** Whether it needs the account: it waits for the log-in, or is signed by itself. @default true */
  readonly signed?: boolean;
  /** Its replies may come without the id: then one that has its name is its own. @default false */
  readonly untagged?: boolean;
  /** Member of its replies that names it, as this rule does, where that is not the protocol's `name`. */
  readonly named?: string;
  /** It subscribes: what was accepted is sent again after a reconnect. */
  readonly subscribes?: boolean;
  /** It takes back what the command of this name, or of this beginning, subscribed to. */
  readonly undoes?: string;
  /** Members of an element of the payload that name its channel: the others may differ. @default all of them */
  readonly channel?: readonly string[];
  /** What it subscribes to takes the place of what a command of the same name subscribed to before. @default false */
  readonly replaces?: boolean;
  /**
   * Member of a reply that is true where the command was accepted, or what it holds then. A reply without it, or under another
   * name, says nothing. @default for what may change the account, any flag or code of success of the exchange's
   */
  readonly accepted?: string | FieldValue;
  /** The exchange takes the members of `expiry` in its payload. @default false */
  readonly expires?: boolean;
  /** One reply for each element of a list in the payload. */
  readonly gathers?: SocketGathering;
}

/** A request that a command stands for. */
export interface SocketRequest {
  /** Of the request, in capital letters. */
  readonly method: string;
  /** A name in braces is the parameter of the payload that stands there. */
  readonly path: string;
  /** Where codes go by the host. @default none */
  readonly host?: string;
  /** Whether the payload is a list. @default either */
  readonly list?: boolean;
  /** Parameters and what they look like. @default any */
  readonly when?: Readonly<Record<string, RegExp>>;
}

/** A field, compared as text. */
export interface FieldValue {
  /** Its path. */
  readonly field: string;
  /** What it holds. */
  readonly equals: string;
}

/** How the replies to the elements of one command are put together. */
export interface SocketGathering {
  /** Members of the payload that hold the list of elements; the first that is there. @default the payload is the list */
  readonly list?: readonly string[];
  /** Pairs of a member of the element (empty: the element itself) and of the reply, by which the two are matched. */
  readonly match: readonly (readonly [element: string, reply: string])[];
  /** What an element is whose reply does not come within `patienceMs` of the last: in doubt, or covered by the others. */
  readonly missing: 'unknown' | 'covered';
  /** How long each next reply is waited for, in milliseconds. @default the time in which a reply is due */
  readonly patienceMs?: number;
}

/** How a reply is made of the answer to the request that does the same. */
export interface SocketResult {
  /** Path in the answer of what the reply holds. @default the whole answer */
  readonly of?: string;
  /** Its path in the reply. */
  readonly at: string;
  /** What else stands in every good reply, by its path. */
  readonly besides?: Readonly<Record<string, string>>;
}

/** What ties a reply to its command. */
export interface SocketId {
  /** Its path in a command. */
  readonly field: string;
  /** Its path in a reply. @default as in the command */
  readonly reply?: string;
  /** What it is written as. */
  readonly type: 'string' | 'number';
}
