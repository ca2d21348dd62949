import { commandOf } from '../../catalog/socket.ts';
import { checkGateway } from '../../check-gateway.ts';
import { isExchangeError } from '../../errors.ts';
import type { Gateway } from '../../gateway.ts';
import { alsoCalled, duration, flag, func, object, only, withDefault } from '../../kinds.ts';
import { backoff, backoffShape } from '../../policies/backoff.ts';
import { bad, checkObject, type Resolved, resolve, type Shape } from '../../validate.ts';
import { callOptions } from '../options.ts';
import { CommandCall } from './call.ts';
import { parseCommand } from './encode.ts';
import { type SessionSettings, SocketSession } from './session.ts';
import { Subscriptions } from './subscriptions.ts';
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
export function interceptSocket(
  source: WebSocketLike | (() => WebSocketLike),
  gateway: Gateway,
  options: SocketOptions = {},
): SocketCommands {
  return new Commands(source, gateway, options);
}

class Commands implements SocketCommands {
  readonly #wire: SocketSession;
  readonly #subscriptions = new Subscriptions();
  readonly #restoring = new Set<SocketCommandBody>();
  readonly #onError: SocketOptions['onError'];

  constructor(source: WebSocketLike | (() => WebSocketLike), gateway: Gateway, options: SocketOptions) {
    const given = checked(source, gateway, options);
    const { socket: protocol, name, id } = gateway.exchange;
    if (!protocol) {
      throw new TypeError(
        `${name} documents no commands over WebSocket: bring its protocol with extendExchange(${id}, { socket }).`,
      );
    }
    this.#onError = given.onError;
    this.#wire = new SocketSession(
      source,
      gateway,
      protocol,
      settingsOf(gateway, given, () => this.#restore()),
    );
  }

  get socket(): WebSocketLike {
    return this.#wire.line.socket;
  }

  get subscriptions(): readonly SocketCommandBody[] {
    return this.#subscriptions.commands;
  }

  readonly stats: SocketCommands['stats'] = () => {
    const { frames, parsed, line, desk } = this.#wire;
    return { frames, parsed, connections: line.epoch, pending: desk.size };
  };

  readonly send: SocketCommands['send'] = async (command, options = {}) => {
    const { protocol, gateway } = this.#wire;
    checkObject('command', command);
    const name = command[protocol.op];
    if (typeof name !== 'string' || name === '') throw bad(`command.${protocol.op}`, name, 'its name');
    const { signal, ...rest }: SocketCallOptions = options;
    const rule = commandOf(protocol, name);
    const parsed = parseCommand(protocol, rule, name, command);
    const own = new CommandCall(this.#wire, parsed, callOptions(rest), signal);
    const remember = (): void => {
      const standing = own.gathering?.standing((reply) => this.#wire.isRefused(reply));
      this.#subscriptions.accepted(rule, name, command, standing);
    };
    try {
      const { native } = await gateway.run(own.call);
      remember();
      return native as SocketReply;
    } catch (error) {
      if (isExchangeError(error) && error.outcome === 'partial') remember();
      throw error;
    } finally {
      own.end();
    }
  };

  readonly close: SocketCommands['close'] = () => {
    this.#wire.close();
  };

  /** What was subscribed to before the connection dropped. */
  #restore(): void {
    for (const command of this.#subscriptions.commands) {
      if (this.#restoring.has(command)) continue;
      this.#restoring.add(command);
      void this.send(command)
        .catch((error: unknown) => this.#notRestored(error, command))
        .finally(() => this.#restoring.delete(command));
    }
  }

  #notRestored(error: unknown, command: SocketCommandBody): void {
    if (!isExchangeError(error)) return;
    if (error.reason === 'failed' && error.outcome === 'rejected') this.#subscriptions.forget(command);
    try {
      this.#onError?.(error, command);
    } catch {
      // A listener's fault is not ours.
    }
  }
}

type Defaulted = 'timeoutMs' | 'login';
type Given = Resolved<SocketOptions, Defaulted>;

export const socketShape: Shape<SocketOptions, Defaulted> = {
  timeoutMs: withDefault(alsoCalled(duration({ min: 1 }), 'timeout'), 10_000),
  reconnect: object(backoffShape),
  restOrigin: only('a URL', (value) => URL.canParse(String(value))),
  fetch: func,
  login: withDefault(flag, true),
  onError: func,
};

function checked(source: unknown, gateway: Gateway, options: SocketOptions): Given {
  const isSocket =
    typeof source === 'object' &&
    source !== null &&
    typeof Reflect.get(source, 'send') === 'function' &&
    typeof Reflect.get(source, 'addEventListener') === 'function';
  if (typeof source !== 'function' && !isSocket) {
    throw bad('interceptSocket socket', source, 'a WebSocket, or a function that makes one');
  }
  checkGateway('interceptSocket', gateway);
  return resolve('interceptSocket', socketShape, options, '');
}

function settingsOf(gateway: Gateway, options: Given, onReopen: () => void): SessionSettings {
  const { timeoutMs, restOrigin, login, reconnect, fetch } = options;
  return {
    timeoutMs,
    openWithinMs: timeoutMs,
    backoff: backoff({ ...reconnectDefaults, ...reconnect }),
    pausedMs: () => gateway.stats().pausedMs,
    restOrigin: restOrigin === undefined ? undefined : String(restOrigin),
    fetch,
    login,
    onReopen,
  };
}
