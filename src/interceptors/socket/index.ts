import { commandOf } from '../../catalog/socket.ts';
import { checkGateway } from '../../check-gateway.ts';
import { isExchangeError } from '../../errors.ts';
import type { Gateway } from '../../gateway.ts';
import { alsoCalled, duration, flag, func, object, only, withDefault } from '../../kinds.ts';
import { backoff, backoffShape } from '../../policies/backoff.ts';
import type { Policy } from '../../policies/policy.ts';
import { bad, checkObject, type Resolved, resolve, type Shape } from '../../validate.ts';
import { callOptions } from '../options.ts';
import { CommandCall } from './call.ts';
import { parseCommand } from './encode.ts';
import { Restorer, type Resubscribe } from './restorer.ts';
import { type SessionSettings, SocketSession } from './session.ts';
import { isSocket } from './socket-events.ts';
import { type Subscribing, Subscriptions } from './subscriptions.ts';
import type {
  SocketCallOptions,
  SocketCommandBody,
  SocketCommands,
  SocketOptions,
  SocketReply,
  WebSocketLike,
} from './types.ts';

const reconnectDefaults = { baseDelayMs: 500, maxDelayMs: 30_000, jitter: 'equal' } as const;

/**
 * Sends commands over a WebSocket through the gateway: limits, clock, log-in, classification, retries and reconcile as
 * over REST. Only adds listeners; what is no reply to a command is neither parsed nor kept from anybody.
 * @param source a socket, or a function that makes one: then a connection that drops is made anew, what is subscribed to
 * is subscribed to again, and what waits goes on. Listeners of your own belong into that function.
 * @throws {TypeError} that names what is wrong; for an exchange whose commands over WebSocket are not documented too.
 */
export function interceptSocket<Socket extends WebSocketLike>(
  source: Socket | (() => Socket),
  gateway: Gateway,
  options: SocketOptions = {},
): SocketCommands<Socket> {
  return new Commands(source, gateway, options);
}

class Commands<Socket extends WebSocketLike> implements SocketCommands<Socket> {
  readonly #session: SocketSession<Socket>;
  readonly #subscriptions = new Subscriptions();
  readonly #restorer: Restorer;
  readonly #unlink: () => void;

  constructor(source: Socket | (() => Socket), gateway: Gateway, options: SocketOptions) {
    const given = checked(source, gateway, options);
    const { socket: protocol, name, id } = gateway.exchange;
    if (!protocol) {
      throw new TypeError(
        `${name} documents no commands over WebSocket: bring its protocol with extendExchange(${id}, { socket }).`,
      );
    }
    const reconnect = backoff({ ...reconnectDefaults, ...given.reconnect });
    this.#restorer = new Restorer(this.#subscriptions, {
      resubscribe: this.#resubscribe,
      backoff: reconnect,
      epoch: () => this.#epoch,
      expired: protocol.login?.expired ?? [],
      onError: given.onError,
    });
    this.#session = new SocketSession(source, gateway, protocol, {
      ...settingsOf(gateway, given, reconnect),
      onReopen: (epoch) => this.#restorer.restore(epoch),
      onDrop: () => this.#restorer.dropped(),
    });
    this.#unlink = gateway.onClose(() => this.close());
  }

  get socket(): Socket {
    return this.#session.connection.socket;
  }

  get subscriptions(): readonly SocketCommandBody[] {
    return this.#subscriptions.commands;
  }

  readonly stats: SocketCommands['stats'] = () => {
    const { frames, parsed, connection, pending } = this.#session;
    return { frames, parsed, connections: connection.epoch, pending: pending.size };
  };

  readonly send: SocketCommands['send'] = async (command, options = {}) => {
    const { protocol, gateway } = this.#session;
    checkObject('command', command);
    const name: unknown = Reflect.get(command, protocol.op);
    if (typeof name !== 'string' || name === '') throw bad(`command.${protocol.op}`, name, 'its name');
    const { signal, ...rest }: SocketCallOptions = options;
    const rule = commandOf(protocol, name);
    const parsed = parseCommand(protocol, rule, name, command);
    const own = new CommandCall(this.#session, parsed, callOptions(rest), signal);
    const sent = rule.subscribes || rule.undoes !== undefined ? copyOf(command, own, rest) : undefined;
    const release = sent && this.#subscriptions.hold(sent);
    if (release) this.#restorer.changed();
    try {
      const { native } = await gateway.run(own.call);
      if (sent) this.#accepted(sent, own);
      return native as SocketReply;
    } catch (error) {
      if (sent && isExchangeError(error) && error.outcome === 'partial') this.#accepted(sent, own);
      throw error;
    } finally {
      own.end();
      release?.();
      if (release) this.#restorer.changed();
    }
  };

  readonly close: SocketCommands['close'] = () => {
    this.#unlink();
    this.#restorer.close();
    this.#session.close();
  };

  get #epoch(): number | undefined {
    const { connection } = this.#session;
    return connection.isOpen ? connection.epoch : undefined;
  }

  #accepted(sent: Subscribing, { results }: CommandCall): void {
    const elements = results?.filter(({ kind }) => kind === 'accepted' || kind === 'covered');
    const { epoch } = this.#session.connection;
    this.#subscriptions.accepted(
      sent,
      epoch,
      elements?.map(({ element }) => element),
    );
  }

  readonly #resubscribe: Resubscribe = (command, { origin, name }, signal) => {
    const { protocol, gateway } = this.#session;
    const parsed = parseCommand(protocol, origin.rule, name, command);
    const call = new CommandCall(this.#session, parsed, origin.options, signal, {
      isOwn: true,
      spendsBudget: false,
    });
    const done = gateway.run(call.call).finally(() => call.end());
    return { done, results: () => call.results };
  };
}

/** A copy, for the caller may use its own object again before the reply comes. */
function copyOf(command: object, { parsed }: CommandCall, options: SocketCallOptions): Subscribing {
  const { name, rule } = parsed;
  const { priority, weight, signed } = options;
  const copied: SocketCommandBody = JSON.parse(JSON.stringify(command));
  return {
    rule,
    name,
    command: copied,
    options: {
      ...(priority !== undefined && { priority }),
      ...(weight !== undefined && { weight }),
      ...(signed !== undefined && { signed }),
    },
  };
}

type Defaulted = 'timeoutMs' | 'connectTimeoutMs' | 'login';
type Given = Resolved<SocketOptions, Defaulted>;

export const socketShape: Shape<SocketOptions, Defaulted> = {
  timeoutMs: withDefault(alsoCalled(duration({ min: 1 }), 'timeout'), 10_000),
  connectTimeoutMs: withDefault(alsoCalled(duration({ min: 1 }), 'handshakeTimeout'), 10_000),
  reconnect: object(backoffShape),
  restOrigin: only('a URL', (value) => URL.canParse(String(value))),
  fetch: func,
  login: withDefault(flag, true),
  onError: func,
};

function checked(source: unknown, gateway: Gateway, options: SocketOptions): Given {
  if (typeof source !== 'function' && !isSocket(source)) {
    throw bad('interceptSocket socket', source, 'a WebSocket, or a function that makes one');
  }
  checkGateway('interceptSocket', gateway);
  return resolve('interceptSocket', socketShape, options, '');
}

function settingsOf(
  gateway: Gateway,
  { timeoutMs, connectTimeoutMs, restOrigin, login, fetch }: Given,
  reconnect: Policy,
): Omit<SessionSettings, 'onReopen' | 'onDrop'> {
  return {
    timeoutMs,
    connectTimeoutMs,
    backoff: reconnect,
    pausedMs: () => gateway.stats().pausedMs,
    restOrigin: restOrigin === undefined ? undefined : String(restOrigin),
    fetch,
    login,
  };
}
