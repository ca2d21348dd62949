// How commands are sent over WebSocket: the types of that part of a definition.
import type { RouteKind } from '../types.ts';
import { noParam, type RouteInfo } from './limit.ts';

/** The method of a command, where a request has GET or POST. */
export const overSocket = 'WS';

/** What the profile knows of one command. */
export interface SocketCommand {
  /** Its name; one that ends in a dot stands for all that begin so. */
  readonly name: string;
  readonly kind: RouteKind;
  /** It changes an order that stands, and places none. @default false */
  readonly amends?: boolean;
  /** Member that holds what the command is about: the order, the channels. */
  readonly payload?: string;
  /** Whether it waits for the log-in. @default true */
  readonly signed?: boolean;
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

export interface SocketLogin {
  /** Name of the command. The exchange's signer makes it out of a request with method `WS` and the path of that name. */
  readonly command: string;
  /** Codes that say that nothing was left to do. */
  readonly accepts?: readonly string[];
  /** Codes by which any command is refused once the session is over: log in again, then again. */
  readonly expired?: readonly string[];
  /** No reply is documented: after this many milliseconds without a refusal it counts as done. */
  readonly silentMs?: number;
}

/** How commands go over a WebSocket of the exchange, and how their replies are told apart from all else. */
export interface SocketProtocol {
  /** Member that names the command. */
  readonly op: string;
  /** Member of command and reply that ties one to the other. Without it one command goes at a time. */
  readonly id?: { readonly field: string; readonly type: 'string' | 'number' };
  /** Member of the reply that names the command, what stands before the name there, and the names that are others there. */
  readonly name: {
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
  /** A refusal that names no command: it is for the one that waits. */
  readonly refusal?: { readonly field: string; readonly equals: string };
  readonly commands: readonly SocketCommand[];
  readonly login?: SocketLogin;
  /** Members of the payload that hold the time of sending: set anew for every attempt, where the caller gave one. */
  readonly stamps?: readonly string[];
  /** How a command is made to expire. @default it is accepted whenever it comes */
  readonly expiry?: SocketExpiry;
  /** Member of a reply that holds the exchange's time, in milliseconds since 1970. */
  readonly time?: string;
}

/** What a command may do. One that the profile lacks may change everything. */
export function commandOf(protocol: SocketProtocol | undefined, name: string): SocketCommand {
  const known = protocol?.commands.find((one) =>
    one.name.endsWith('.') ? name.startsWith(one.name) : one.name === name,
  );
  if (known) return known;
  return { name, kind: name === protocol?.login?.command ? 'read' : 'write' };
}

/** The command as limits and policies see it. */
export function commandRoute(protocol: SocketProtocol | undefined, name: string): RouteInfo {
  const { kind, signed = true, amends = false } = commandOf(protocol, name);
  const path = `/${name}`;
  return {
    method: overSocket,
    path,
    kind,
    signed,
    name: path,
    transport: 'ws',
    param: noParam,
    ...(amends && { amends }),
  };
}
