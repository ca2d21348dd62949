// A dialect over WebSocket: the types.
import type { RouteKind, SentOrder } from '../../internal.ts';
import type { Nonces } from '../check-signed.ts';
import type { Usage } from '../dialect.ts';
import type { ExecutionContext } from '../execution-context.ts';
import type { Json } from '../json.ts';
import type { Credentials } from '../sim-request.ts';

type Fields = { readonly [name: string]: Json | undefined };

/** A connection as the exchange knows it. */
export interface SimSession {
  isIn: boolean;
  /** What it was opened with, as it was sent. */
  greeting?: string;
  readonly channels: Set<string>;
}

/** A command in the exchange's words. */
export interface SimCommand {
  readonly name: string;
  readonly kind: RouteKind;
  readonly fields: Fields;
  /** Of a batch the first. */
  readonly clientOrderId: string | undefined;
  /** What limits look at. @default its members */
  readonly sent?: SentOrder;
  /** A frame that is no JSON. */
  readonly text?: string;
}

/** What a command is carried out in. */
export interface CommandContext extends ExecutionContext {
  readonly credentials: Credentials | undefined;
  readonly tolerance: { readonly behindMs: number; readonly aheadMs: number };
  readonly session: SimSession;
  /** Nonces that were used. */
  readonly nonces: Nonces;
  /** Of the limits that it counts on. */
  readonly usage?: readonly Usage[];
  /** Until the limits take it. */
  readonly waitMs?: number;
}

/** What came of a command. */
export interface CommandResult {
  readonly replies: readonly Json[];
  readonly code?: string | undefined;
  readonly executed: boolean;
}

/** How one exchange speaks over WebSocket. */
export interface SocketDialect {
  /** The `id` of the exchange. */
  readonly id: string;
  /** Codes for what no command asked for. */
  readonly throttle: string;
  /** Sent to who connects. */
  readonly greeting?: (now: number) => Json;
  /** Undefined for what is no command. */
  readonly read: (value: Json | undefined, text: string) => SimCommand | undefined;
  readonly carryOut: (command: SimCommand, context: CommandContext) => CommandResult;
  readonly refuse: (code: string, command: SimCommand, context: CommandContext) => Json;
  /** Path of the id in a reply. */
  readonly echo: string | undefined;
}
