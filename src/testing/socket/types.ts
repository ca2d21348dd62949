// Simulated sockets: the types.
import type { Sign } from '../../internal.ts';
import type { SocketFault, SocketFaultKind, SocketFaultTable } from './faults.ts';

/** What we use of a connection of `ws`. */
export interface ServerSocket {
  /** 1 while it is open. */
  readonly readyState: number;
  /** Sends a frame. */
  send(data: string | Uint8Array): void;
  /** Ends the connection in order. */
  close(): void;
  /** Ends the connection at once. */
  terminate(): void;
  /** Sends a ping. */
  ping?(): void;
  /** Hears frames. */
  on(event: 'message', listener: (data: unknown, isBinary: boolean) => void): unknown;
  /** Hears the end, and pongs. */
  on(event: 'close' | 'pong', listener: () => void): unknown;
  /** Hears errors. */
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** What we use of a `WebSocketServer` of `ws`. Passed in, so that this entry works where `ws` is not installed. */
export interface SocketServer {
  /** Hears new connections. */
  on(event: 'connection', listener: (socket: ServerSocket) => void): unknown;
  /** Stops hearing them. */
  off(event: 'connection', listener: (socket: ServerSocket) => void): unknown;
}

/** What `sockets.attach` takes beside the server. */
export interface AttachOptions {
  /** Faults by chance. @default none */
  readonly faults?: SocketFaultTable;
  /** How long each reply takes, in milliseconds. @default the exchange's `latencyMs` */
  readonly latencyMs?: number;
  /** Whether refusals carry the id of the command. @default true */
  readonly echoesId?: boolean;
  /**
   * The bot's own signer, by which log-ins and signed commands are signed anew and compared, where the socket is played from
   * the definition. @default signatures are not checked
   */
  readonly sign?: Sign;
}

/** One command as the exchange saw it. */
export interface SocketLogEntry {
  /** In milliseconds since 1970 on the simulator's `now`. */
  readonly at: number;
  /** Counts from 1. */
  readonly connection: number;
  /** Its name. */
  readonly command: string;
  /** The frame as it was sent. */
  readonly text: string;
  /** The client order id that it names; of a batch the first. */
  readonly clientOrderId: string | undefined;
  /** The code of a refusal. */
  readonly code: string | undefined;
  /** Whether it took effect. */
  readonly executed: boolean;
  /** The fault that was played, if any. */
  readonly fault: SocketFaultKind | undefined;
}

/** The WebSocket side of a simulated exchange. */
export interface SimulatedSockets {
  /** Every command, in the order of arrival. */
  readonly log: readonly SocketLogEntry[];
  /** Connections that are open. */
  readonly connections: number;
  /** Plays a fault for the next command that fits; several wait in line. */
  failNext(
    fault: SocketFaultKind | SocketFault,
    options?: {
      /** For how many commands. @default 1 */
      readonly times?: number;
      /** For commands of that name. @default any */
      readonly command?: string;
    },
  ): void;
  /** Sends a frame to everybody, as market data comes. */
  push(frame: string | Uint8Array): void;
  /** Every session is over: commands are refused until the client logs in again. */
  expireSessions(): void;
  /** Ends every connection without a word. */
  drop(): void;
  /** Pings everybody; says how many pongs came so far. */
  ping(): void;
  /** How many pongs came so far. */
  readonly pongs: number;
  /** Takes no more connections and ends those that there are. */
  close(): void;
}
