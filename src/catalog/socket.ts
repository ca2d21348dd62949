// How commands are sent over WebSocket: the types of that part of a definition.
import type { FieldValue, SocketCommand, SocketId, SocketResult } from './socket-command.ts';
import type { SocketLogin, SocketToken } from './socket-login.ts';
import type { TimeField } from './time-source.ts';

/** The method of a command, where a request has GET or POST. */
export const overSocket = 'WS';

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
    /** Its name. */
    readonly limit: string;
    /** What the fields of the element hold, as text. */
    readonly where: Readonly<Record<string, string>>;
  }[];
}

/** How commands go over a WebSocket of the exchange, and how their replies are told apart from all else. */
export interface SocketProtocol {
  /** Member that names the command; of several paths, what stands there, joined by dots. */
  readonly op: string | readonly string[];
  /** What ties a reply to its command. Without it one command goes at a time. */
  readonly id?: SocketId;
  /** By what a reply says that the command was received, and nothing of what becomes of it: another one follows. */
  readonly ack?: FieldValue;
  /**
   * Member of the reply that names the command, what stands before the name there, and the names that are others there.
   * @default replies name none
   */
  readonly name?: {
    /** Dotted path in the reply. */
    readonly field: string;
    /** What stands before the name. */
    readonly prefix?: string;
    /** Names of replies, and those of the commands that they belong to. */
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
  /**
   * A refusal that names no command: it is for the one that waits. The field is compared as text. Without `equals`, a reply
   * without an id that has the field.
   */
  readonly refusal?: {
    /** Dotted path in the frame. */
    readonly field: string;
    /** What it holds, as text. @default anything, in a reply without an id */
    readonly equals?: string;
  };
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
  /**
   * Where every command of the account's has the time of its sending: a header, a parameter, in milliseconds since 1970, or a
   * path in the command.
   */
  readonly stamp?:
    | {
        /** Name of the header. */
        readonly header: string;
      }
    | {
        /** Name of the parameter. */
        readonly param: string;
      }
    | {
        /** Dotted path in the command. */
        readonly at: string;
        /** What it is counted in. */
        readonly unit: 'ms' | 's';
      };
  /**
   * What requests have in their headers, and commands beside their payload: names of headers in lower case, and the paths of
   * the members that stand for them.
   */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Path of the object in a reply whose members are what answers have in their headers; or paths, by the names of headers in
   * lower case.
   */
  readonly replyHeaders?: string | Readonly<Record<string, string>>;
  /** How a reply is made of an answer. @default replies are not as answers are */
  readonly result?: SocketResult;
  /** What replies tell of the limits. @default nothing */
  readonly usage?: SocketUsage;
  /** Members of the payload that hold the time of sending: set anew for every attempt, where the caller gave one. */
  readonly stamps?: readonly string[];
  /** How a command is made to expire. @default it is accepted whenever it comes */
  readonly expiry?: SocketExpiry;
  /** Member of a reply that holds the exchange's time: in milliseconds since 1970, or in the unit that is named. */
  readonly time?: string | TimeField;
}
