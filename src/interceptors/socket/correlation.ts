// Which of the commands that wait a reply is to.
import { isWrittenAs, valueAt } from '../../catalog/field.ts';
import type { SocketProtocol } from '../../catalog/socket.ts';
import type { Collected, ReplyCollector } from './reply-collector.ts';
import { isNamed, isRefusal, type ReplyMeaning } from './reply-meaning.ts';
import type { SocketReply } from './types.ts';
import type { UnansweredError } from './web-socket.ts';

/** A command that was sent and waits for its reply. */
export interface PendingCommand {
  /** What its reply will carry; empty where the exchange gives no way. */
  readonly id: string;
  readonly name: string;
  /** Its replies have no id. */
  readonly isUntagged: boolean;
  /** The call that it is a copy of. */
  readonly owner: object;
  /** Whether a reply to one copy is as good as one to another. */
  readonly mayRepeat: boolean;
  readonly clientOrderId: () => string | undefined;
  /** Its payload, as JSON. */
  readonly body: string | undefined;
  readonly timeoutMs: number;
  /** Undefined where one reply answers the whole command. */
  readonly collector: ReplyCollector | undefined;
  readonly meaningOf: (reply: SocketReply) => ReplyMeaning;
  readonly settle: (end: ReplyEnd) => void;
  /** Called where no reply came in time, though the connection seems to stand. */
  readonly onTimeout: () => void;
  /** Called once, when no reply to it can be taken for another's any more. */
  readonly onFree: () => void;
}

/** How the wait for a reply ends. */
export type ReplyEnd =
  | { readonly reply: SocketReply; readonly meaning: ReplyMeaning }
  | { readonly collected: Collected }
  | { readonly error: UnansweredError };

/** A command that a reply may be to, and until when. */
export interface ReplySlot {
  readonly pending: PendingCommand;
  /** Settled without a reply: it stays only so that a late one is not taken for another's. */
  isExpired: boolean;
  deadlineAt: number;
  /** Called at `deadlineAt`. */
  expire: () => void;
  /** Until when its reply, or one that it may have been taken for, can still come. */
  owedUntilAt: number | undefined;
}

export function newSlot(pending: PendingCommand): ReplySlot {
  return {
    pending,
    isExpired: false,
    deadlineAt: 0,
    expire: () => {},
    owedUntilAt: undefined,
  };
}

/**
 * The commands that a reply without an id can be to: those of its name; of a refusal that names none, all, but where there
 * are some whose replies have no id, these.
 */
export function candidatesOf(
  protocol: SocketProtocol,
  reply: SocketReply,
  slots: Iterable<ReplySlot>,
): readonly ReplySlot[] {
  const isForAll = isRefusal(protocol, reply);
  const all = [...slots].filter(({ pending }) => isForAll || isNamed(protocol, reply, pending.name));
  const untagged = all.filter(({ pending }) => pending.isUntagged);
  return untagged.length > 0 ? untagged : all;
}

/** Whether a reply repeats all that the command says, or all of one element of its list. */
export function isEchoOf(reply: SocketReply, { body }: PendingCommand): boolean {
  if (body === undefined) return false;
  const told = new Set(leavesOf(reply));
  const elements: readonly unknown[] = [JSON.parse(body)].flat();
  return elements.some((element) => leavesOf(element).every((leaf) => told.has(leaf)));
}

function leavesOf(value: unknown): readonly string[] {
  const leaves: string[] = [];
  JSON.stringify(value, (_, part: unknown) => {
    if (typeof part !== 'object') leaves.push(String(part));
    return part;
  });
  return leaves;
}

/** Replies come in the order of the commands; but of two copies of one read, the one that is waited for gets the reply. */
export function nextInOrder([first, ...others]: readonly ReplySlot[]): ReplySlot | undefined {
  if (!first?.isExpired || !first.pending.mayRepeat) return first;
  const copy = others.find(({ isExpired, pending }) => !isExpired && pending.owner === first.pending.owner);
  return copy ?? first;
}

/** Whether a reply names an order, where the command named another one. */
export function isAboutAnother(
  { clientOrderId: path }: SocketProtocol,
  reply: SocketReply,
  { clientOrderId }: PendingCommand,
): boolean {
  const named = path === undefined ? undefined : valueAt(reply, path);
  if (named === undefined || named === null) return false;
  const own = clientOrderId();
  return own !== undefined && !isWrittenAs(named, own);
}
