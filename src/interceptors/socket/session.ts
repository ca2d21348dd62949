import { readField } from '../../answers/read-envelope.ts';
import type { SocketCommand, SocketProtocol } from '../../catalog/socket.ts';
import type { Gateway } from '../../gateway.ts';
import type { ClockSample } from '../../time/clock.ts';
import { batchAnswer } from './batch-answer.ts';
import { type ConnectionSettings, ReconnectingSocket } from './connection.ts';
import { mayBeReply, parseReply, textOf } from './decode.ts';
import { withId } from './encode.ts';
import { logIn } from './login.ts';
import { LoginState } from './login-state.ts';
import type { Pending, ReplyEnd } from './pending.ts';
import { PendingReplies } from './pending-replies.ts';
import type { ReplyCollector } from './reply-collector.ts';
import { meaningOf } from './reply-meaning.ts';
import type { JudgedReply } from './rest.ts';
import { SerialLock, type Turn } from './serial-lock.ts';
import { SocketFault } from './socket-fault.ts';
import type { SocketReply, WebSocketLike } from './types.ts';

export interface SessionSettings extends ConnectionSettings {
  readonly timeoutMs: number;
  readonly login: boolean;
  readonly restOrigin: string | undefined;
  readonly fetch: typeof fetch | undefined;
  /** The connection is there again. */
  readonly onReopen: (epoch: number) => void;
  readonly onDrop: () => void;
}

/** What one sending is. */
export interface Sending {
  readonly name: string;
  readonly rule: SocketCommand;
  /** Without its id. */
  readonly frame: string;
  readonly turn: Turn;
  readonly clientOrderId: () => string | undefined;
  readonly collector: ReplyCollector | undefined;
  /** For a reply that is not due by the protocol: its silence says nothing of the connection. */
  readonly silentMs?: number | undefined;
  /** Nothing came over the connection since the frame was written: it may stand in a buffer yet. */
  readonly onSilence?: () => void;
}

/** A socket, its log-in and its replies: what commands are sent over. */
export class SocketSession<Socket extends WebSocketLike = WebSocketLike> {
  readonly gateway: Gateway;
  readonly protocol: SocketProtocol;
  readonly settings: SessionSettings;
  readonly connection: ReconnectingSocket<Socket>;
  readonly pending: PendingReplies;
  readonly login: LoginState;
  /** Only where replies carry no id. */
  readonly lock: SerialLock | undefined;
  frames = 0;
  parsed = 0;
  /** What signing put into the log-in: an exchange may repeat it in any reply. */
  secrets: readonly string[] = [];
  /** The exchange's time by the last reply that told it. */
  reading: ClockSample | undefined;
  #lastId: number = Math.floor(Math.random() * 1e6) * 1000;
  readonly #prefix: string = Math.random().toString(36).slice(2, 8).padEnd(6, '0');
  /** Text that stands in every reply to a command of ours. */
  readonly #due: string | undefined;

  constructor(
    source: Socket | (() => Socket),
    gateway: Gateway,
    protocol: SocketProtocol,
    settings: SessionSettings,
  ) {
    const { id } = protocol;
    this.gateway = gateway;
    this.protocol = protocol;
    this.settings = settings;
    this.login = new LoginState(() => logIn(this));
    this.lock = id ? undefined : new SerialLock();
    this.#due = id?.type === 'string' ? this.#prefix : id && `"${id.field}"`;
    this.pending = new PendingReplies(protocol);
    const hooks = {
      onFrame: (data: unknown) => this.#onFrame(data),
      onOpen: (again: boolean) => {
        if (again) settings.onReopen(this.connection.epoch);
      },
      onDrop: (message: string) => {
        settings.onDrop();
        this.pending.drop(message);
      },
    };
    this.connection = new ReconnectingSocket(source, hooks, settings);
  }

  needsLogin(signed: boolean): boolean {
    // A gateway that only observes signs nothing, a log-in no more than anything else.
    const isActing = this.gateway.mode !== 'observe';
    return isActing && signed && this.settings.login && this.protocol.login !== undefined;
  }

  close(): void {
    this.connection.close();
    this.pending.close();
  }

  /** Sends once; resolves with the reply and what it says, rejects with a `SocketFault`. */
  transmit(sending: Sending): Promise<JudgedReply> {
    const { turn } = sending;
    const sentAt = performance.now();
    this.#lastId += 1;
    const id = this.protocol.id?.type === 'string' ? `${this.#prefix}${this.#lastId}` : String(this.#lastId);
    return new Promise((resolve, reject) => {
      const settle = (end: ReplyEnd): void => {
        if ('fault' in end) reject(end.fault);
        else resolve(this.#judged(sending.name, end, sentAt));
      };
      const pending = this.#pendingOf(id, sending, settle);
      turn.sent();
      this.pending.wait(pending);
      try {
        this.connection.transmit(withId(this.protocol, sending.frame, id));
      } catch (error) {
        if (!(error instanceof SocketFault) || error.code === 'WS_NOT_OPEN') {
          this.pending.cancel(pending);
          return reject(error);
        }
        // The frame may have left all the same: a reply to it must not be taken for another's.
        this.pending.abandon(pending, error);
      }
    });
  }

  #pendingOf(id: string, sending: Sending, settle: Pending['settle']): Pending {
    const { name, rule, turn, clientOrderId, collector, silentMs, onSilence } = sending;
    const framesBefore = this.frames;
    const { epoch } = this.connection;
    return {
      id,
      command: name,
      owner: turn,
      mayRepeat: rule.kind === 'read',
      clientOrderId,
      timeoutMs: silentMs ?? this.settings.timeoutMs,
      collector,
      meaningOf: (reply) => meaningOf(this.gateway.exchange, this.protocol, { name, rule }, reply),
      settle,
      lost: () => {
        // Not a frame since it was sent: nobody may be there any more.
        const isSilent = this.frames === framesBefore && this.connection.epoch === epoch;
        if (!isSilent || silentMs !== undefined) return;
        onSilence?.();
        this.connection.recycle('the connection went silent');
      },
      free: () => turn.free(),
    };
  }

  #judged(
    name: string,
    end: Exclude<ReplyEnd, { readonly fault: SocketFault }>,
    sentAt: number,
  ): JudgedReply {
    const judged =
      'collected' in end
        ? batchAnswer(this.gateway.exchange, this.protocol, name, end.collected)
        : { reply: end.reply, judged: end.meaning.judged };
    this.#readTime(judged.reply, sentAt);
    return judged;
  }

  /** A reply may tell the time, each of a batch by itself. */
  #readTime(reply: SocketReply, sentAt: number): void {
    const { time } = this.protocol;
    if (time === undefined) return;
    const all = Array.isArray(reply['replies']) ? reply['replies'] : [];
    const last: unknown = all.at(-1) ?? reply;
    const serverMs = Number(typeof last === 'object' && last !== null ? readField(last, time) : Number.NaN);
    if (serverMs > 1e12) this.reading = { serverMs, sentAt, answeredAt: performance.now() };
  }

  #onFrame(data: unknown): void {
    this.frames += 1;
    if (this.pending.isIdle || !mayBeReply(this.protocol, data, this.#due)) return;
    this.parsed += 1;
    const { epoch } = this.connection;
    const text = textOf(data);
    if (typeof text === 'string') this.#take(text);
    else if (text)
      void text.then((late) => late !== undefined && this.connection.epoch === epoch && this.#take(late));
  }

  #take(text: string): void {
    const reply = parseReply(text);
    if (reply) this.pending.take(reply, text);
  }
}
