// The commands that wait for replies: gives each its reply, or ends its wait.
import type { SocketProtocol } from '../../catalog/socket.ts';
import { Deadlines } from '../../time/deadlines.ts';
import { nowAt } from '../../time/now.ts';
import {
  candidatesOf,
  isAboutAnother,
  isEchoOf,
  newSlot,
  nextInOrder,
  type PendingCommand,
  type ReplyEnd,
  type ReplySlot,
} from './correlation.ts';
import { idIn, isAck, isNamed, unclear } from './reply-meaning.ts';
import type { SocketReply } from './types.ts';
import { UnansweredError } from './web-socket.ts';

/** For how many milliseconds a reply of its own outranks a refusal that names neither a command nor its id. */
const ownReplyMs = 1000;

/** Every command has one slot from its sending until no reply to it can come any more; each settles exactly once. */
export class PendingReplies {
  readonly #protocol: SocketProtocol;
  readonly #deadlines = new Deadlines(nowAt);
  /** By id, in the order of sending. */
  readonly #slots = new Map<string, ReplySlot>();
  #waiting = 0;
  /** The last reply without an id that was given to a command: the same text again is its echo. */
  #lastUntagged = '';

  constructor(protocol: SocketProtocol) {
    this.#protocol = protocol;
  }

  /** Commands that are not settled. */
  get size(): number {
    return this.#waiting;
  }

  /** Whether no reply is due, late ones included. */
  get isIdle(): boolean {
    return this.#slots.size === 0;
  }

  /** To be called before the command is written. */
  add(pending: PendingCommand): void {
    const slot = newSlot(pending);
    this.#slots.set(pending.id, slot);
    this.#waiting += 1;
    this.#expireAfter(slot, pending.timeoutMs, () => this.#expire(slot));
  }

  /** Takes back a command that was certainly not sent; it is not settled. */
  cancel(pending: PendingCommand): void {
    const slot = this.#slots.get(pending.id);
    if (slot) this.#remove(slot);
  }

  /** Settles a command that may have been sent: a late reply to it is not taken for another's. */
  abandon(pending: PendingCommand, error: UnansweredError): void {
    const slot = this.#slots.get(pending.id);
    if (slot) this.#expireWith(slot, { error });
  }

  /**
   * Takes a frame that may be a reply.
   * @param text the frame as it came: the same again is an echo.
   */
  receive(reply: SocketReply, text: string): void {
    // The reply itself is still to come, for one that is not waited for any more as well.
    if (isAck(this.#protocol, reply)) return;
    const slot = this.#find(reply, text);
    if (slot?.isExpired) this.#remove(slot);
    else if (slot) this.#deliver(slot, reply, text);
  }

  /** Settles all: with the connection every reply is lost. */
  drop(message: string): void {
    for (const slot of [...this.#slots.values()]) {
      if (slot.isExpired) this.#remove(slot);
      else this.#settle(slot, endOf(slot, false, new UnansweredError('WS_CLOSED', message)));
    }
  }

  close(): void {
    this.#deadlines.close();
  }

  #deliver(slot: ReplySlot, reply: SocketReply, text: string): void {
    const { pending } = slot;
    const { collector, timeoutMs } = pending;
    const read = pending.meaningOf(reply);
    const meaning = !collector && isAboutAnother(this.#protocol, reply, pending) ? unclear : read;
    if (!collector || (meaning.kind === 'unclear' && collector.size === 1)) {
      const settle = (): void => this.#settle(slot, { reply, meaning });
      if (this.#mayBeToAnother(pending, reply))
        this.#expireAfter(slot, Math.min(ownReplyMs, slot.deadlineAt - nowAt()), settle);
      else settle();
      return;
    }
    const isComplete = collector.add(reply, text, meaning);
    const collected = isComplete ? collector.collected(true) : undefined;
    const { patienceMs } = collector;
    if (collected) this.#settle(slot, { collected });
    else if (patienceMs !== undefined && collector.hasAny)
      this.#expireAfter(slot, Math.min(patienceMs, timeoutMs), () => this.#expire(slot));
  }

  /** The caller may have sent what was refused, such as a ping, past us. */
  #mayBeToAnother({ isUntagged, mayRepeat, name }: PendingCommand, reply: SocketReply): boolean {
    const isTied = this.#protocol.id === undefined || idIn(this.#protocol, reply) !== undefined;
    return !isTied && !isUntagged && !mayRepeat && !isNamed(this.#protocol, reply, name);
  }

  #find(reply: SocketReply, text: string): ReplySlot | undefined {
    const { id } = this.#protocol;
    const tag = idIn(this.#protocol, reply);
    if (typeof tag === 'string' || typeof tag === 'number') return this.#slots.get(String(tag));
    if (tag !== undefined) return undefined;
    const candidates = candidatesOf(this.#protocol, reply, this.#slots.values());
    return id ? this.#onlyOne(candidates, reply, text) : nextInOrder(candidates);
  }

  /**
   * A refusal without the id that was sent, as some samples show it: it is to the one command of its name, if no other
   * of that name is owed a reply, and it is no echo of one that was taken. So is any reply to a command whose replies have
   * no id.
   */
  #onlyOne(candidates: readonly ReplySlot[], reply: SocketReply, text: string): ReplySlot | undefined {
    const all = candidates.filter(({ isExpired }) => !isExpired);
    // Of several whose replies have no id, that which the reply repeats.
    const isAmbiguous = all.length > 1 && all[0]?.pending.isUntagged;
    const waiting = isAmbiguous ? all.filter(({ pending }) => isEchoOf(reply, pending)) : all;
    const [only] = waiting;
    if (!only || waiting.length > 1) return undefined;
    const { kind } = only.pending.meaningOf(reply);
    if (only.pending.isUntagged && kind !== 'unclear') return only;
    if (text === this.#lastUntagged || kind !== 'refused') return undefined;
    if (isAboutAnother(this.#protocol, reply, only.pending)) return undefined;
    this.#lastUntagged = text;
    const late = candidates.find(({ isExpired }) => isExpired);
    if (!late) return only;
    // One of the two has its reply now; the other's is awaited no longer than the older one's would have been.
    only.owedUntilAt = late.deadlineAt;
    this.#remove(late);
    return undefined;
  }

  #expire(slot: ReplySlot): void {
    const { name, collector, timeoutMs, onTimeout } = slot.pending;
    const error = new UnansweredError('WS_TIMEOUT', `no reply to ${name} came within ${timeoutMs} ms`);
    const end = endOf(slot, true, error);
    if ('collected' in end && collector?.patienceMs !== undefined) this.#settle(slot, end);
    else {
      this.#expireWith(slot, end);
      onTimeout();
    }
  }

  #expireWith(slot: ReplySlot, end: ReplyEnd): void {
    const leftMs = (slot.owedUntilAt ?? nowAt() + slot.pending.timeoutMs) - nowAt();
    slot.isExpired = true;
    this.#waiting -= 1;
    if (leftMs > 0) this.#expireAfter(slot, leftMs, () => this.#remove(slot));
    else this.#remove(slot);
    slot.pending.settle(end);
  }

  #settle(slot: ReplySlot, end: ReplyEnd): void {
    this.#remove(slot);
    slot.pending.settle(end);
  }

  #remove(slot: ReplySlot): void {
    if (!this.#slots.delete(slot.pending.id)) return;
    if (!slot.isExpired) this.#waiting -= 1;
    this.#deadlines.delete(slot);
    slot.pending.onFree();
  }

  #expireAfter(slot: ReplySlot, afterMs: number, expire: () => void): void {
    this.#deadlines.delete(slot);
    slot.deadlineAt = nowAt() + afterMs;
    slot.expire = expire;
    this.#deadlines.add(afterMs, slot);
  }
}

/** Where some elements were answered, what is known of them is worth more than the error. */
function endOf({ pending }: ReplySlot, isOver: boolean, error: UnansweredError): ReplyEnd {
  const collected = pending.collector?.collected(isOver);
  return collected ? { collected } : { error };
}
