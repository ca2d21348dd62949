import type { Collected, ReplyCollector } from './reply-collector.ts';
import type { ReplyMeaning } from './reply-meaning.ts';
import type { SocketFault } from './socket-fault.ts';
import type { SocketReply } from './types.ts';

/** A command that was sent and waits for its reply. */
export interface Pending {
  /** What its reply will carry; empty where the exchange gives no way. */
  readonly id: string;
  readonly command: string;
  /** The call that it is a copy of. */
  readonly owner: object;
  /** Whether a reply to one copy is as good as one to another. */
  readonly mayRepeat: boolean;
  readonly clientOrderId: () => string | undefined;
  readonly timeoutMs: number;
  readonly collector: ReplyCollector | undefined;
  readonly meaningOf: (reply: SocketReply) => ReplyMeaning;
  readonly settle: (end: ReplyEnd) => void;
  /** No reply came in time, though the connection seems to stand. */
  readonly lost: () => void;
  /** No reply to it can be taken for another's any more. */
  readonly free: () => void;
}

export type ReplyEnd =
  | { readonly reply: SocketReply; readonly meaning: ReplyMeaning }
  | { readonly collected: Collected }
  | { readonly fault: SocketFault };
