import type { SocketProtocol } from '../../catalog/socket.ts';
import { Deadlines } from '../../policies/deadlines.ts';
import { fieldOf } from '../../policies/envelope.ts';
import type { ReplyCollector } from './reply-collector.ts';
import { SocketFault } from './socket-fault.ts';
import type { SocketReply } from './types.ts';

/** A command that was sent and waits for its reply. */
export interface Waiting {
  /** What its reply will carry; empty where the exchange gives no way. */
  readonly id: string;
  readonly command: string;
  readonly clientOrderId: () => string | undefined;
  readonly timeoutMs: number;
  readonly gathering: ReplyCollector | undefined;
  readonly settle: (end: Ended) => void;
  /** No reply came in time, though the connection seems to stand. */
  readonly lost: () => void;
  /** No reply of its can be taken for another's any more. */
  readonly free: () => void;
}

export type Ended = { readonly reply: SocketReply } | { readonly fault: SocketFault };

interface Place {
  readonly waiting: Waiting;
  deadlineAt: number;
  expire: () => void;
  /** The queue of deadlines it stands in. */
  queue: number;
  /** Told already that nothing came; it only keeps a late reply from being somebody else's. */
  ghost: boolean;
}

const now = (): number => performance.now();

/** Where replies find the commands that wait for them. */
export class PendingReplies {
  readonly #protocol: SocketProtocol;
  readonly #isRefused: (reply: SocketReply) => boolean;
  readonly #deadlines = new Deadlines(now);
  readonly #places = new Map<string, Place>();
  /** Commands of each name whose reply may still come, though nobody waits for it. */
  readonly #lost = new Map<string, number>();
  #untagged = '';

  constructor(protocol: SocketProtocol, isRefused: (reply: SocketReply) => boolean) {
    this.#protocol = protocol;
    this.#isRefused = isRefused;
  }

  get size(): number {
    return this.#places.size;
  }

  wait(waiting: Waiting): void {
    const place: Place = { waiting, deadlineAt: 0, expire: () => {}, queue: 0, ghost: false };
    this.#places.set(waiting.id, place);
    this.#due(place, waiting.timeoutMs, () => this.#expire(place));
  }

  /** It was not sent after all. */
  cancel(waiting: Waiting): void {
    const place = this.#places.get(waiting.id);
    if (place) this.#remove(place);
  }

  /** A frame that may be a reply. */
  take(reply: SocketReply, text: string): void {
    const place = this.#find(reply, text);
    if (!place) return;
    const { gathering } = place.waiting;
    if (place.ghost) this.#remove(place);
    else if (!gathering || gathering.isWhole(reply)) this.#settle(place, { reply });
    else if (gathering.add(reply, text)) this.#settle(place, { reply: this.#together(place) });
    else if (gathering.patienceMs !== undefined)
      this.#due(place, gathering.patienceMs, () => this.#expire(place));
  }

  /** The connection is gone, and every reply with it. */
  drop(message: string): void {
    for (const place of [...this.#places.values()]) {
      if (place.ghost) this.#remove(place);
      else this.#settle(place, this.#ending(place, new SocketFault('WS_CLOSED', message)));
    }
    this.#lost.clear();
  }

  close(): void {
    this.#deadlines.close();
  }

  #find(reply: SocketReply, text: string): Place | undefined {
    const { id, refusal } = this.#protocol;
    const mark = id && reply[id.field];
    if (mark !== undefined && mark !== null) return this.#places.get(String(mark));
    const isRefusal = refusal !== undefined && fieldOf(reply, refusal.field) === refusal.equals;
    const fitting = [...this.#places.values()].filter(
      ({ waiting }) => isRefusal || this.#isNamed(reply, waiting.command),
    );
    const [only] = fitting;
    if (!id) return only;
    return only && fitting.length === 1 && this.#isFor(only.waiting, reply, text) ? only : undefined;
  }

  /**
   * A refusal without the id that was sent, as some samples show it: it is for the one command of its name, if no other
   * of that name is owed a reply, and it is no echo of one that was taken.
   */
  #isFor({ command, clientOrderId }: Waiting, reply: SocketReply, text: string): boolean {
    if ((this.#lost.get(command) ?? 0) > 0 || text === this.#untagged || !this.#isRefused(reply))
      return false;
    const named = fieldOf(reply, 'data.clientOrderId');
    if (named !== undefined && named !== null && String(named) !== clientOrderId()) return false;
    this.#untagged = text;
    return true;
  }

  #isNamed(reply: SocketReply, command: string): boolean {
    const { field, prefix = '', aliases } = this.#protocol.name;
    const name = reply[field];
    return name === prefix + command || (aliases?.[command] !== undefined && name === aliases[command]);
  }

  #together({ waiting: { command, gathering } }: Place): SocketReply {
    const { field } = this.#protocol.name;
    const none = { submitted: false, success: false, message: 'no reply came' };
    const missing = (element: unknown): SocketReply => ({ ...none, data: element });
    return { [field]: command, replies: gathering?.replies(missing) ?? [] };
  }

  /** Where some elements were answered, what is known of them is worth more than the fault. */
  #ending(place: Place, fault: SocketFault): Ended {
    return place.waiting.gathering?.hasAny ? { reply: this.#together(place) } : { fault };
  }

  #expire(place: Place): void {
    const { command, gathering, timeoutMs } = place.waiting;
    const isDone = gathering?.hasAny === true && gathering.patienceMs !== undefined;
    const fault = new SocketFault('WS_TIMEOUT', `no reply to ${command} came within ${timeoutMs} ms`);
    const ending = this.#ending(place, fault);
    if (isDone) {
      this.#settle(place, ending);
      return;
    }
    this.#abandon(place);
    place.waiting.settle(ending);
    place.waiting.lost();
  }

  #abandon(place: Place): void {
    const { command, timeoutMs } = place.waiting;
    this.#lost.set(command, (this.#lost.get(command) ?? 0) + 1);
    place.ghost = true;
    if (this.#protocol.id) this.#remove(place);
    else this.#due(place, timeoutMs, () => this.#remove(place));
  }

  #settle(place: Place, end: Ended): void {
    this.#remove(place);
    if (!place.ghost) place.waiting.settle(end);
  }

  #remove(place: Place): void {
    this.#deadlines.delete(place.queue, place);
    this.#places.delete(place.waiting.id);
    place.waiting.free();
  }

  #due(place: Place, afterMs: number, expire: () => void): void {
    this.#deadlines.delete(place.queue, place);
    place.queue = afterMs;
    place.deadlineAt = now() + afterMs;
    place.expire = expire;
    this.#deadlines.add(afterMs, place);
  }
}
