// How commands are sent over WebSocket: the types of that part of a definition.
import type { RouteKind } from '../types.ts';
import type { SocketLogin, SocketToken } from './socket-login.ts';
import type { TimeField } from './time-source.ts';

/** The method of a command, where a request has GET or POST. */
export const overSocket = 'WS';

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
   * looked up as those of the request. Its payload has the parameters that the request has. @default there is none
   */
  readonly rest?: { readonly method: string; readonly path: string };
  /** What parameters are called in that request, where their names here are others: for `simulateExchange`. */
  readonly names?: Readonly<Record<string, string>>;
  /**
   * Member that holds what the command is about: the order, the channels. With `.0` at its end, the one element of the list
   * that the member is.
   */
  readonly payload?: string;
  /** Whether it needs the account: it waits for the log-in, or is signed by itself. @default true */
  readonly signed?: boolean;
  /** Its replies may come without the id: then one that has its name is its own. @default false */
  readonly untagged?: boolean;
  /** Member of its replies that names it, where that is not the protocol's `name`. */
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
   * Member of a reply that is true where the command was accepted. A reply without it, or under another name, says
   * nothing. @default for what may change the account, any flag or code of success of the exchange's
   */
  readonly accepted?: string;
  /** The exchange takes the members of `expiry` in its payload. @default false */
  readonly expires?: boolean;
  /** One reply for each element of a list in the payload. */
  readonly gathers?: SocketGathering;
}

/** How the replies to the elements of one command are put together. */
export interface SocketGathering {
  /** Members of the payload that hold the list of elements; the first that is there. @default the payload is the list */
  readonly list?: readonly string[];
  /** Pairs of a member of the element (empty: the element itself) and of the reply, by which the two are matched. */
  readonly match: readonly (readonly [element: string, reply: string])[];
  /** What an element is whose reply does not come within `patienceMs` of the last: in doubt, or covered by the others. */
  readonly missing: 'unknown' | 'covered';
  /** @default the time in which a reply is due */
  readonly patienceMs?: number;
}

/**
 * By what the exchange knows that a command comes too late: put in where the caller did not, so that what still stands in
 * a buffer, or on a connection that was replaced, cannot be executed for ever.
 */
export interface SocketExpiry {
  /** Member of the payload that holds the time of sending, in milliseconds since 1970. */
  readonly time: string;
  /** Member that holds for how long after that time it is accepted, in milliseconds. */
  readonly window: string;
  /** The window that is put in where the caller gave neither. */
  readonly windowMs: number;
}

/** What replies tell of limits: a list with an element for each. */
export interface SocketUsage {
  /** Path of the list. */
  readonly at: string;
  /** Field of an element with the units in use. */
  readonly used?: string;
  /** Field of an element with the units that are left. */
  readonly left?: string;
  /** Field of an element with the units of one window. */
  readonly capacity?: string;
  /** Which limit an element is about: by fields and their values. */
  readonly limits: readonly {
    readonly limit: string;
    readonly where: Readonly<Record<string, string>>;
  }[];
}

/** How commands go over a WebSocket of the exchange, and how their replies are told apart from all else. */
export interface SocketProtocol {
  /** Member that names the command. */
  readonly op: string;
  /** Member of command and reply that ties one to the other. Without it one command goes at a time. */
  readonly id?: { readonly field: string; readonly type: 'string' | 'number' };
  /**
   * Member of the reply that names the command, what stands before the name there, and the names that are others there.
   * @default replies name none
   */
  readonly name?: {
    readonly field: string;
    readonly prefix?: string;
    readonly aliases?: Readonly<Record<string, string>>;
  };
  /**
   * A frame without any of these near its beginning is no reply, and is not parsed. Quotes included: `"event"`.
   */
  readonly marks: readonly string[];
  /** Path in a reply of the client order id that it is about: one that names another order says nothing of a command's. */
  readonly clientOrderId?: string;
  /** Beginnings of frames that are never replies. */
  readonly pushes?: readonly string[];
  /** A refusal that names no command: it is for the one that waits. The field is compared as text. */
  readonly refusal?: { readonly field: string; readonly equals: string };
  /** What is known of each command. */
  readonly commands: readonly SocketCommand[];
  /** How a connection logs in. @default commands are signed one by one, or need none */
  readonly login?: SocketLogin;
  /** What stands for a log-in where a token does. */
  readonly token?: SocketToken;
  /**
   * `each`: every command of the account's is signed by itself, by a request with method `WS`, the path of its name and the
   * command as its body. Where `interceptSocket` is told to log in, the session stands for the signatures.
   * @default the log-in alone is signed
   */
  readonly signs?: 'each';
  /** Where every command of the account's has the time of its sending, in milliseconds since 1970: a header, or a parameter. */
  readonly stamp?: { readonly header: string } | { readonly param: string };
  /**
   * What requests have in their headers, and commands beside their payload: names of headers in lower case, and the paths of
   * the members that stand for them.
   */
  readonly headers?: Readonly<Record<string, string>>;
  /** Path of the object in a reply whose members are what answers have in their headers. */
  readonly replyHeaders?: string;
  /**
   * Path in a reply, `at`, of what the answer to the request that does the same holds at `of`.
   * @default replies are not as answers are. `of`: the whole answer
   */
  readonly result?: { readonly of?: string; readonly at: string };
  /** What replies tell of the limits. @default nothing */
  readonly usage?: SocketUsage;
  /** Members of the payload that hold the time of sending: set anew for every attempt, where the caller gave one. */
  readonly stamps?: readonly string[];
  /** How a command is made to expire. @default it is accepted whenever it comes */
  readonly expiry?: SocketExpiry;
  /** Member of a reply that holds the exchange's time: in milliseconds since 1970, or in the unit that is named. */
  readonly time?: string | TimeField;
}

/** What a command may do. One that the profile lacks may change everything. */
export function commandOf(protocol: SocketProtocol | undefined, name: string): SocketCommand {
  const known = protocol?.commands.find((one) =>
    one.name.endsWith('.') ? name.startsWith(one.name) : one.name === name,
  );
  if (known) return known;
  return { name, kind: name === protocol?.login?.command ? 'read' : 'write' };
}

/**
 * The request over REST that a command stands for, by which limits, orders and look-ups know it; any other request, and a
 * command that stands for none, as it is.
 */
export function requestFor(protocol: SocketProtocol | undefined, sent: RequestName): RequestName {
  if (sent.method !== overSocket) return sent;
  return commandOf(protocol, sent.path.slice(1)).rest ?? sent;
}

/** By what the rules of an exchange know a request. */
interface RequestName {
  readonly method: string;
  readonly path: string;
}
