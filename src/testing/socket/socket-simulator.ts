// A simulated exchange behind a WebSocket server.
import { lazyParams, overSocket, type RouteReader, routeReader } from '../../internal.ts';
import type { SocketCore } from '../exchange-core.ts';
import { type Json, parseExact, printJson } from '../json.ts';
import { checkArgument } from '../resolve-options.ts';
import { methodKinds } from '../shapes.ts';
import { definedDialect } from './defined-dialect.ts';
import type { CommandContext, CommandResult, SimCommand, SimSession, SocketDialect } from './dialect.ts';
import { socketDialects } from './dialects.ts';
import { arrives, type SocketFault, SocketFaults } from './faults.ts';
import { framesOf, withoutEcho } from './frames.ts';
import type { AttachOptions, ServerSocket, SimulatedSockets, SocketLogEntry, SocketServer } from './types.ts';

const nothing: CommandResult = { replies: [], executed: false };

interface SocketConnection {
  readonly number: number;
  readonly socket: ServerSocket;
  readonly session: SimSession;
  /** Nothing goes through any more. */
  isDead: boolean;
}

/** The exchange behind a WebSocket server: the same orders, limits and clock as over REST. */
export class SocketSimulator implements SimulatedSockets {
  readonly log: SocketLogEntry[] = [];
  pongs = 0;
  readonly #core: SocketCore;
  readonly #server: SocketServer;
  readonly #options: AttachOptions;
  readonly #dialect: SocketDialect;
  readonly #faults: SocketFaults;
  readonly #links = new Set<SocketConnection>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  readonly #routeOf: RouteReader;
  #count = 0;
  readonly #onConnection = (socket: ServerSocket): void => this.#connect(socket);

  constructor(core: SocketCore, server: SocketServer, options: AttachOptions) {
    const { words } = core.context(core.now()).dialect;
    const dialect =
      socketDialects.get(core.exchange.id) ??
      definedDialect(core.exchange, words.throttle.code, options.sign);
    if (!dialect) {
      throw new TypeError(
        `simulateExchange: no commands over WebSocket are documented for "${core.exchange.id}".`,
      );
    }
    this.#core = core;
    this.#routeOf = routeReader(core.exchange);
    this.#server = server;
    this.#options = options;
    this.#dialect = dialect;
    this.#faults = new SocketFaults(options.faults);
    server.on('connection', this.#onConnection);
  }

  get connections(): number {
    return this.#links.size;
  }

  failNext: SimulatedSockets['failNext'] = (fault, options = {}) => {
    checkArgument(methodKinds.socketFault, 'fault', fault);
    checkArgument(methodKinds.socketFailNext, 'failNext', options);
    const { times = 1, command } = options;
    this.#faults.order(fault, times, command);
  };

  push(frame: string | Uint8Array): void {
    for (const { socket, isDead } of this.#links) if (!isDead) socket.send(frame);
  }

  expireSessions(): void {
    for (const { session } of this.#links) session.isIn = false;
  }

  drop(): void {
    for (const { socket } of this.#links) socket.terminate();
  }

  ping(): void {
    for (const { socket } of this.#links) socket.ping?.();
  }

  close(): void {
    this.#server.off('connection', this.#onConnection);
    for (const timer of this.#timers) clearTimeout(timer);
    this.drop();
  }

  #connect(socket: ServerSocket): void {
    this.#count += 1;
    const session: SimSession = { isIn: false, channels: new Set() };
    const link: SocketConnection = { number: this.#count, socket, session, isDead: false };
    this.#links.add(link);
    socket.on('error', () => socket.terminate());
    socket.on('pong', () => {
      this.pongs += 1;
    });
    socket.on('close', () => this.#links.delete(link));
    socket.on('message', (data) => this.#receive(link, String(data)));
    const { greeting } = this.#dialect;
    if (!greeting) return;
    session.greeting = printJson(greeting(this.#core.serverTime(this.#core.now())));
    socket.send(session.greeting);
  }

  #receive(link: SocketConnection, text: string): void {
    if (link.isDead) return;
    const command = this.#dialect.read(parseExact(text), text);
    if (!command) return;
    const at = this.#core.now();
    this.#core.catchUp(at);
    const fault = this.#faults.next(command.name);
    if (fault?.kind === 'half-open') link.isDead = true;
    const lateMs = fault?.executedAfterMs;
    if (lateMs !== undefined) {
      this.#core.defer(at + lateMs, (dueAt) =>
        this.#carryOut(command, this.#context(link, dueAt), undefined),
      );
    }
    const isNow = lateMs === undefined && arrives(fault);
    const outcome = isNow ? this.#carryOut(command, this.#context(link, at), fault) : nothing;
    const { name, clientOrderId } = command;
    const { code, executed } = outcome;
    const connection = link.number;
    this.log.push({ at, connection, command: name, text, clientOrderId, code, executed, fault: fault?.kind });
    this.#deliver(link, outcome.replies, fault);
  }

  #carryOut(command: SimCommand, bare: CommandContext, fault: SocketFault | undefined): CommandResult {
    const { admit, note } = this.#core;
    const { name, kind } = command;
    const sent = command.sent ?? { isSeveral: false, json: command.fields, fields: command.fields };
    const params = lazyParams(() => sent);
    const info = { ...this.#routeOf(overSocket, `/${name}`, params), kind };
    const { violations, usage, waitMs } = admit(info, bare.credentials?.apiKey ?? '', bare.at, sent);
    const context: CommandContext = { ...bare, usage, waitMs };
    const refuse = (code: string): CommandResult => {
      return { replies: [this.#dialect.refuse(code, command, context)], code, executed: false };
    };
    const isRefused = fault?.kind === 'code' && fault.code !== undefined;
    const isDone = violations.length === 0 && (!isRefused || fault.executed === true);
    const done = isDone ? this.#dialect.carryOut(command, context) : nothing;
    const outcome = isRefused
      ? { ...refuse(fault.code ?? ''), executed: done.executed }
      : isDone
        ? done
        : refuse(this.#dialect.throttle);
    note({ command, outcome, at: context.at, violations });
    return outcome;
  }

  #context({ session }: SocketConnection, at: number): CommandContext {
    const { context, credentials, tolerance, nonces } = this.#core;
    return { ...context(at), credentials, tolerance, session, nonces };
  }

  #deliver(link: SocketConnection, replies: readonly Json[], fault: SocketFault | undefined): void {
    const { kind } = fault ?? {};
    if (kind === 'close-before' || kind === 'close-after') {
      link.socket.terminate();
      return;
    }
    if (kind === 'reply-lost' || kind === 'request-lost' || link.isDead) return;
    const sent = framesOf(
      replies.map((reply) =>
        printJson(this.#options.echoesId === false ? withoutEcho(reply, this.#dialect.echo) : reply),
      ),
      kind,
    );
    const { latencyMs = this.#core.latencyMs } = this.#options;
    this.#later(latencyMs + (kind === 'delay' ? (fault?.delayMs ?? 50) : 0), () => {
      if (link.isDead || !this.#links.has(link)) return;
      for (const frame of sent) link.socket.send(frame);
    });
  }

  #later(delayMs: number, action: () => void): void {
    if (delayMs <= 0) {
      action();
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, delayMs);
    this.#timers.add(timer);
  }
}
