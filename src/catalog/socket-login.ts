// How a connection or its commands prove whose they are: by a command, or by a token.

/** How a connection logs in. */
export interface SocketLogin {
  /** Name of the command. The exchange's signer makes it out of a request with method `WS` and the path of that name. */
  readonly command: string;
  /** Names of other log-ins, by the beginnings of the commands that wait for them: those of sockets of other addresses. */
  readonly others?: Readonly<Record<string, string>>;
  /**
   * Member of the frame with which the exchange opens a connection. What is signed is that frame, as it came, and the signed
   * text goes out as it is, without an id. @default the exchange says nothing first
   */
  readonly greeting?: string;
  /** Codes that say that nothing was left to do. */
  readonly accepts?: readonly string[];
  /** Codes by which any command is refused once the session is over: log in again, then again. */
  readonly expired?: readonly string[];
  /** No reply is documented: after this many milliseconds without a refusal it counts as done. */
  readonly silentMs?: number;
}

/** A token that stands in every command of the account's, and is asked for over REST. */
export interface SocketToken {
  /** Upper case. */
  readonly method: 'GET' | 'POST';
  /** Path of the request, which the gateway's `sign` signs. */
  readonly path: string;
  /** Path of the token in the answer. */
  readonly field: string;
  /** Member of a payload that holds it. One that the caller put there stays. */
  readonly param: string;
  /** After this many milliseconds another one is asked for. */
  readonly validMs: number;
  /** Codes by which a command is refused for its token: another token, then again. */
  readonly expired?: readonly string[];
}
