import type { SocketProtocol } from '../../catalog/socket.ts';
import type { Gateway } from '../../gateway.ts';
import { classify } from '../../policies/classify.ts';
import type { ClockSample } from '../../policies/clock.ts';
import { type ConnectionSettings, ReconnectingSocket } from './connection.ts';
import { mayBeReply, parseReply, textOf } from './decode.ts';
import { withId } from './encode.ts';
import { loginCall } from './login.ts';
import { LoginState } from './login-state.ts';
import { PendingReplies, type Waiting } from './pending-replies.ts';
import type { ReplyCollector } from './reply-collector.ts';
import { SerialLock } from './serial-lock.ts';
import type { SocketReply, WebSocketLike } from './types.ts';

export interface SessionSettings extends ConnectionSettings {
  readonly timeoutMs: number;
  readonly login: boolean;
  readonly restOrigin: string | undefined;
  readonly fetch: typeof fetch | undefined;
  /** The line is open again. */
  readonly onReopen: () => void;
}

/** What one sending is. */
export interface Sending {
  readonly command: string;
  /** Without its id. */
  readonly frame: string;
  readonly clientOrderId: () => string | undefined;
  readonly gathering: ReplyCollector | undefined;
  readonly timeoutMs?: number | undefined;
  readonly free?: () => void;
}

/** A socket, its session and its replies: what commands are sent over. */
export class SocketSession {
  readonly gateway: Gateway;
  readonly protocol: SocketProtocol;
  readonly settings: SessionSettings;
  readonly line: ReconnectingSocket;
  readonly desk: PendingReplies;
  readonly session: LoginState = new LoginState(() => this.#logIn());
  /** Only where replies carry no id. */
  readonly lane: SerialLock | undefined;
  frames = 0;
  parsed = 0;
  /** The exchange's time by the last reply that told it. */
  reading: ClockSample | undefined;
  #lastId: number = Math.floor(Math.random() * 1e6) * 1000;
  readonly #prefix: string = Math.random().toString(36).slice(2, 8);

  constructor(
    source: WebSocketLike | (() => WebSocketLike),
    gateway: Gateway,
    protocol: SocketProtocol,
    settings: SessionSettings,
  ) {
    this.gateway = gateway;
    this.protocol = protocol;
    this.settings = settings;
    this.lane = protocol.id ? undefined : new SerialLock();
    this.desk = new PendingReplies(protocol, (reply) => this.isRefused(reply));
    const hooks = {
      onFrame: (data: unknown) => this.#onFrame(data),
      onOpen: (again: boolean) => {
        if (again) settings.onReopen();
      },
      onDrop: (message: string) => this.desk.drop(message),
    };
    this.line = new ReconnectingSocket(source, hooks, settings);
  }

  needsLogin(signed: boolean): boolean {
    return signed && this.settings.login && this.protocol.login !== undefined;
  }

  isRefused(body: SocketReply): boolean {
    return !classify(this.gateway.exchange, { body, transport: 'ws' }).ok;
  }

  close(): void {
    this.line.close();
    this.desk.close();
  }

  /** Sends once; resolves with the reply, rejects with a `SocketFault`. */
  transmit(sending: Sending): Promise<SocketReply> {
    const { command, frame, clientOrderId, gathering, free = ignore } = sending;
    const { timeoutMs = this.settings.timeoutMs } = sending;
    const sentAt = performance.now();
    const framesBefore = this.frames;
    const { epoch } = this.line;
    this.#lastId += 1;
    const id = this.protocol.id?.type === 'string' ? `${this.#prefix}${this.#lastId}` : String(this.#lastId);
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        id,
        command,
        clientOrderId,
        timeoutMs,
        gathering,
        free,
        settle: (end) => {
          if ('fault' in end) return reject(end.fault);
          this.#readTime(end.reply, sentAt);
          resolve(end.reply);
        },
        // Not a frame since it was sent: nobody may be there any more.
        lost: () => {
          const isSilent = this.frames === framesBefore && this.line.epoch === epoch;
          if (isSilent && this.line.canReconnect && sending.timeoutMs === undefined) this.line.recycle();
        },
      };
      this.desk.wait(waiting);
      try {
        this.line.transmit(withId(this.protocol, frame, id));
      } catch (error) {
        this.desk.cancel(waiting);
        return reject(error);
      }
    });
  }

  /** A reply may tell the time, each of a batch by itself. */
  #readTime(reply: SocketReply, sentAt: number): void {
    const { time } = this.protocol;
    if (time === undefined) return;
    const all = Array.isArray(reply['replies']) ? reply['replies'] : [];
    const last: unknown = all.at(-1) ?? reply;
    const serverMs = Number(typeof last === 'object' && last !== null ? Reflect.get(last, time) : Number.NaN);
    if (serverMs > 1e12) this.reading = { serverMs, sentAt, answeredAt: performance.now() };
  }

  async #logIn(): Promise<void> {
    await this.gateway.run(loginCall(this));
  }

  #onFrame(data: unknown): void {
    this.frames += 1;
    if (this.desk.size === 0 || !mayBeReply(this.protocol, data)) return;
    this.parsed += 1;
    const { epoch } = this.line;
    const text = textOf(data);
    if (typeof text === 'string') this.#take(text);
    else if (text)
      void text.then((late) => late !== undefined && this.line.epoch === epoch && this.#take(late));
  }

  #take(text: string): void {
    const reply = parseReply(text);
    if (reply) this.desk.take(reply, text);
  }
}

function ignore(): void {}
