// One socket and the replies that come over it: sends a frame once and classifies the reply to it.

import { type ServerTime, timeAt } from '../../answers/server-time.ts';
import { lastStep } from '../../catalog/field.ts';
import type { SocketProtocol } from '../../catalog/socket.ts';
import type { SocketCommand } from '../../catalog/socket-command.ts';
import type { Gateway } from '../../gateway.ts';
import type { ClockSample } from '../../time/clock-sample.ts';
import { nowAt } from '../../time/now.ts';
import { type ConnectionSettings, ReconnectingSocket } from './connection.ts';
import type { PendingCommand, ReplyEnd } from './correlation.ts';
import { mayBeReply, parseReply, textOf } from './decode.ts';
import { withId } from './encode.ts';
import { Greeting } from './greeting.ts';
import { PendingReplies } from './pending-replies.ts';
import { batchReply } from './reply-collector.ts';
import { type JudgedReply, meaningOf } from './reply-meaning.ts';
import { SerialLock, type Turn } from './serial-lock.ts';
import type { SocketReply, WebSocketLike } from './types.ts';
import { UnansweredError } from './web-socket.ts';

export interface SessionSettings extends ConnectionSettings {
  /** In which a reply is due, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether commands wait for a log-in of ours. */
  readonly login: boolean;
  readonly restOrigin: string | undefined;
  readonly fetch: typeof fetch | undefined;
  /** Called when a connection opened after another one. */
  readonly onReopen: (epoch: number) => void;
  readonly onDrop: () => void;
}

/** One sending of a command. */
export interface Transmission extends Pick<PendingCommand, 'name' | 'body' | 'clientOrderId' | 'collector'> {
  readonly rule: SocketCommand;
  /** Without its id. */
  readonly frame: string;
  readonly turn: Turn;
  /** The frame goes out as it is. @default false */
  readonly hasNoId?: boolean;
  /** In milliseconds, for a reply that is not due by the protocol: its silence says nothing of the connection. */
  readonly silentMs?: number | undefined;
  /** Called where nothing came over the connection since the frame was written: it may stand in a buffer yet. */
  readonly onSilence?: () => void;
}

/** A socket and its replies, tied to each other by the ids that it gives to commands. */
export class SocketSession<Socket extends WebSocketLike = WebSocketLike> {
  readonly gateway: Gateway;
  readonly protocol: SocketProtocol;
  readonly settings: SessionSettings;
  readonly connection: ReconnectingSocket<Socket>;
  readonly pending: PendingReplies;
  /** Only where replies carry no id. */
  readonly lock: SerialLock | undefined;
  frames = 0;
  parsed = 0;
  /** Undefined where the exchange opens connections without a word. */
  readonly greeting: Greeting | undefined;
  /** The exchange's time by the last reply that had it. */
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
    this.lock = id ? undefined : new SerialLock();
    this.greeting =
      protocol.login?.greeting === undefined ? undefined : new Greeting(protocol.login.greeting);
    this.#due = id?.type === 'string' ? this.#prefix : id && `"${lastStep(id.reply ?? id.field)}"`;
    this.pending = new PendingReplies(protocol);
    const hooks = {
      onFrame: (data: unknown) => this.#onFrame(data),
      onReopen: settings.onReopen,
      onDrop: (message: string) => {
        settings.onDrop();
        this.greeting?.reset();
        this.pending.drop(message);
      },
    };
    this.connection = new ReconnectingSocket(source, hooks, settings);
  }

  close(): void {
    this.connection.close();
    this.pending.close();
    this.gateway.recall(this, this.connection.obstacle);
  }

  /**
   * Sends once.
   * @returns the reply and what it says.
   * @throws {UnansweredError} where none came, with what is known of the sending.
   */
  transmit(transmission: Transmission): Promise<JudgedReply> {
    const { turn } = transmission;
    const sentAt = nowAt();
    this.#lastId += 1;
    const id = this.protocol.id?.type === 'string' ? `${this.#prefix}${this.#lastId}` : String(this.#lastId);
    return new Promise((resolve, reject) => {
      const settle = (end: ReplyEnd): void => {
        if ('error' in end) reject(end.error);
        else resolve(this.#judged(transmission.name, end, sentAt));
      };
      const pending = this.#pendingOf(id, transmission, settle);
      turn.addCopy();
      this.pending.add(pending);
      try {
        const { frame, hasNoId, rule } = transmission;
        this.connection.transmit(hasNoId ? frame : withId(this.protocol, rule, frame, id));
      } catch (error) {
        if (!(error instanceof UnansweredError) || error.code === 'WS_NOT_OPEN') {
          this.pending.cancel(pending);
          return reject(error);
        }
        // The frame may have left all the same: a reply to it must not be taken for another's.
        this.pending.abandon(pending, error);
      }
    });
  }

  #pendingOf(id: string, transmission: Transmission, settle: PendingCommand['settle']): PendingCommand {
    const { name, rule, turn, body, clientOrderId, collector, silentMs, onSilence } = transmission;
    const framesBefore = this.frames;
    const { epoch } = this.connection;
    return {
      id,
      name,
      isUntagged: rule.untagged === true,
      owner: turn,
      mayRepeat: rule.kind === 'read',
      clientOrderId,
      body,
      timeoutMs: silentMs ?? this.settings.timeoutMs,
      collector,
      meaningOf: (reply) => meaningOf(this.gateway.exchange, this.protocol, { name, rule }, reply),
      settle,
      onTimeout: () => {
        // Not a frame since it was sent: the connection may be dead without having closed.
        const isSilent = this.frames === framesBefore && this.connection.epoch === epoch;
        if (!isSilent || silentMs !== undefined) return;
        onSilence?.();
        this.connection.recycle('the connection went silent');
      },
      onFree: () => turn.endCopy(),
    };
  }

  #judged(name: string, end: Exclude<ReplyEnd, { readonly error: Error }>, sentAt: number): JudgedReply {
    const judged =
      'collected' in end
        ? batchReply(this.gateway.exchange, this.protocol, name, end.collected)
        : { reply: end.reply, judged: end.meaning.judged };
    const time = serverTimeOf(this.protocol, judged.reply);
    if (time) this.reading = { serverMs: time.serverMs, sentAt, answeredAt: nowAt() };
    return judged;
  }

  #onFrame(data: unknown): void {
    this.frames += 1;
    if (this.greeting?.isDue && this.greeting.take(data)) return;
    if (this.pending.isIdle || !mayBeReply(this.protocol, data, this.#due)) return;
    this.parsed += 1;
    const { epoch } = this.connection;
    const text = textOf(data);
    if (typeof text === 'string') this.#receive(text);
    else if (text) void text.then((late) => this.connection.epoch === epoch && this.#receive(late), ignore);
  }

  /** A frame that cannot be read, such as one nested deeper than a stack is, says nothing: what throws here ends the process. */
  #receive(text = ''): void {
    try {
      const reply = parseReply(text);
      if (reply) this.pending.receive(reply, text);
    } catch {
      // Its command waits on.
    }
  }
}

function ignore(): void {}

/** The exchange's time in a reply; of a batch that in the last. */
function serverTimeOf({ time }: SocketProtocol, reply: SocketReply): ServerTime | undefined {
  if (time === undefined) return undefined;
  const all = Array.isArray(reply['replies']) ? reply['replies'] : [];
  return timeAt(all.at(-1) ?? reply, time);
}
