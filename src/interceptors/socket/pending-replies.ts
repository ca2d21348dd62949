import { readField } from '../../answers/read-envelope.ts';
import type { SocketProtocol } from '../../catalog/socket.ts';
import { Deadlines } from '../../time/deadlines.ts';
import type { Pending, ReplyEnd } from './pending.ts';
import { isNamed, unclear } from './reply-meaning.ts';
import { SocketFault } from './socket-fault.ts';
import type { SocketReply } from './types.ts';

interface ReplySlot {
  readonly pending: Pending;
  deadlineAt: number;
  expire: () => void;
  /** The queue of deadlines it stands in. */
  queue: number;
  /** Settled without a reply: it stays only so that a late one is not taken for another's. */
  isExpired: boolean;
  /** Until when its reply, or one that it may have been taken for, can still come. */
  owedUntilAt: number | undefined;
}

const now = (): number => performance.now();

/** Where replies find the commands that wait for them. */
export class PendingReplies {
  readonly #protocol: SocketProtocol;
  readonly #deadlines = new Deadlines(now);
  readonly #places = new Map<string, ReplySlot>();
  #waiting = 0;
  #untagged = '';

  constructor(protocol: SocketProtocol) {
    this.#protocol = protocol;
  }

  /** Commands that wait. */
  get size(): number {
    return this.#waiting;
  }

  /** Whether no reply is due, late ones included. */
  get isIdle(): boolean {
    return this.#places.size === 0;
  }

  wait(pending: Pending): void {
    const place: ReplySlot = {
      pending,
      deadlineAt: 0,
      expire: () => {},
      queue: 0,
      isExpired: false,
      owedUntilAt: undefined,
    };
    this.#places.set(pending.id, place);
    this.#waiting += 1;
    this.#due(place, pending.timeoutMs, () => this.#expire(place));
  }

  /** It certainly was not sent. */
  cancel(pending: Pending): void {
    const place = this.#places.get(pending.id);
    if (place) this.#remove(place);
  }

  /** It may have been sent, but nobody waits for its reply. */
  abandon(pending: Pending, fault: SocketFault): void {
    const place = this.#places.get(pending.id);
    if (place) this.#expireWith(place, { fault });
  }

  /** A frame that may be a reply. */
  take(reply: SocketReply, text: string): void {
    const place = this.#find(reply, text);
    if (place?.isExpired) this.#remove(place);
    else if (place) this.#told(place, reply, text);
  }

  /** The connection is gone, and every reply with it. */
  drop(message: string): void {
    for (const place of [...this.#places.values()]) {
      if (place.isExpired) this.#remove(place);
      else this.#settle(place, this.#ending(place, false, new SocketFault('WS_CLOSED', message)));
    }
  }

  close(): void {
    this.#deadlines.close();
  }

  #told(place: ReplySlot, reply: SocketReply, text: string): void {
    const { collector, meaningOf, timeoutMs } = place.pending;
    const read = meaningOf(reply);
    const meaning = !collector && this.#isAboutAnother(reply, place.pending) ? unclear : read;
    if (!collector || (meaning.kind === 'unclear' && collector.size === 1)) {
      this.#settle(place, { reply, meaning });
      return;
    }
    const isComplete = collector.add(reply, text, meaning);
    const collected = isComplete ? collector.collected(true) : undefined;
    const { patienceMs } = collector;
    if (collected) this.#settle(place, { collected });
    else if (patienceMs !== undefined && collector.hasAny)
      this.#due(place, Math.min(patienceMs, timeoutMs), () => this.#expire(place));
  }

  #find(reply: SocketReply, text: string): ReplySlot | undefined {
    const { id, refusal } = this.#protocol;
    const mark = id && readField(reply, id.field);
    if (typeof mark === 'string' || typeof mark === 'number') return this.#places.get(String(mark));
    if (mark !== undefined && mark !== null) return undefined;
    const isRefusal = refusal !== undefined && readField(reply, refusal.field) === refusal.equals;
    const fitting = [...this.#places.values()].filter(
      ({ pending }) => isRefusal || isNamed(this.#protocol, reply, pending.command),
    );
    return id ? this.#onlyOne(fitting, reply, text) : nextOf(fitting);
  }

  /**
   * A refusal without the id that was sent, as some samples show it: it is for the one command of its name, if no other
   * of that name is owed a reply, and it is no echo of one that was taken.
   */
  #onlyOne(fitting: readonly ReplySlot[], reply: SocketReply, text: string): ReplySlot | undefined {
    if (text === this.#untagged) return undefined;
    const waiting = fitting.filter(({ isExpired }) => !isExpired);
    const [only] = waiting;
    if (!only || waiting.length > 1 || only.pending.meaningOf(reply).kind !== 'refused') return undefined;
    if (this.#isAboutAnother(reply, only.pending)) return undefined;
    this.#untagged = text;
    const late = fitting.find(({ isExpired }) => isExpired);
    if (!late) return only;
    // One of the two has its reply now; the other's is awaited no longer than the older one's would have been.
    only.owedUntilAt = late.deadlineAt;
    this.#remove(late);
    return undefined;
  }

  /** A reply that names an order, where the command named another one. */
  #isAboutAnother(reply: SocketReply, { clientOrderId }: Pending): boolean {
    const path = this.#protocol.clientOrderId;
    const named = path === undefined ? undefined : readField(reply, path);
    if (named === undefined || named === null) return false;
    const own = clientOrderId();
    return own !== undefined && String(named) !== own;
  }

  /** Where some elements were answered, what is known of them is worth more than the fault. */
  #ending({ pending }: ReplySlot, isOver: boolean, fault: SocketFault): ReplyEnd {
    const collected = pending.collector?.collected(isOver);
    return collected ? { collected } : { fault };
  }

  #expire(place: ReplySlot): void {
    const { command, collector, timeoutMs } = place.pending;
    const fault = new SocketFault('WS_TIMEOUT', `no reply to ${command} came within ${timeoutMs} ms`);
    const ending = this.#ending(place, true, fault);
    if ('collected' in ending && collector?.patienceMs !== undefined) this.#settle(place, ending);
    else {
      this.#expireWith(place, ending);
      place.pending.lost();
    }
  }

  #expireWith(place: ReplySlot, ending: ReplyEnd): void {
    const { timeoutMs } = place.pending;
    const leftMs = (place.owedUntilAt ?? now() + timeoutMs) - now();
    place.isExpired = true;
    this.#waiting -= 1;
    if (leftMs > 0) this.#due(place, leftMs, () => this.#remove(place));
    else this.#remove(place);
    place.pending.settle(ending);
  }

  #settle(place: ReplySlot, end: ReplyEnd): void {
    this.#remove(place);
    place.pending.settle(end);
  }

  #remove(place: ReplySlot): void {
    if (!this.#places.delete(place.pending.id)) return;
    if (!place.isExpired) this.#waiting -= 1;
    this.#deadlines.delete(place.queue, place);
    place.pending.free();
  }

  #due(place: ReplySlot, afterMs: number, expire: () => void): void {
    this.#deadlines.delete(place.queue, place);
    place.queue = afterMs;
    place.deadlineAt = now() + afterMs;
    place.expire = expire;
    this.#deadlines.add(afterMs, place);
  }
}

/** Replies come in the order of the commands; but of two copies of one read, the one that is waited for gets it. */
function nextOf([first, ...others]: readonly ReplySlot[]): ReplySlot | undefined {
  if (!first?.isExpired || !first.pending.mayRepeat) return first;
  const copy = others.find(({ isExpired, pending }) => !isExpired && pending.owner === first.pending.owner);
  return copy ?? first;
}
