import { commandOf } from '../../catalog/socket.ts';
import { isExchangeError } from '../../errors.ts';
import type { Gateway } from '../../gateway.ts';
import { bad, checkFunction, checkNumber, checkObject } from '../../options.ts';
import { backoff } from '../../policies/backoff.ts';
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
    checkAll(source, gateway, options);
    const { socket: protocol, name, id } = gateway.exchange;
    if (!protocol) {
      throw new TypeError(
        `${name} documents no commands over WebSocket: bring its protocol with extendExchange(${id}, { socket }).`,
      );
    }
    this.#onError = options.onError;
    this.#wire = new SocketSession(source, gateway, protocol, this.#settingsOf(gateway, options));
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

  #settingsOf(gateway: Gateway, options: SocketOptions): SessionSettings {
    const { timeoutMs = 10_000, restOrigin, login = true } = options;
    return {
      timeoutMs: checkNumber('timeoutMs', timeoutMs, { min: 1 }),
      openWithinMs: timeoutMs,
      backoff: backoff({ ...reconnectDefaults, ...options.reconnect }),
      pausedMs: () => gateway.stats().pausedMs,
      restOrigin: restOrigin === undefined ? undefined : String(restOrigin),
      fetch: options.fetch,
      login,
      onReopen: () => this.#restore(),
    };
  }

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

const optionNames = new Set(['timeoutMs', 'reconnect', 'restOrigin', 'fetch', 'login', 'onError']);

function checkAll(source: unknown, gateway: Gateway, options: SocketOptions): void {
  const isSocket =
    typeof source === 'object' &&
    source !== null &&
    typeof Reflect.get(source, 'send') === 'function' &&
    typeof Reflect.get(source, 'addEventListener') === 'function';
  if (typeof source !== 'function' && !isSocket) {
    throw bad('interceptSocket socket', source, 'a WebSocket, or a function that makes one');
  }
  checkObject('interceptSocket gateway', gateway);
  checkFunction('interceptSocket gateway.run', gateway.run);
  checkObject('interceptSocket options', options);
  for (const name of Object.keys(options)) {
    if (!optionNames.has(name)) {
      throw new TypeError(`interceptSocket has no option \`${name.slice(0, 40)}\`.`);
    }
  }
  const { restOrigin, fetch, login, onError, reconnect } = options;
  if (restOrigin !== undefined && !URL.canParse(restOrigin)) throw bad('restOrigin', restOrigin, 'a URL');
  if (fetch !== undefined) checkFunction('fetch', fetch);
  if (onError !== undefined) checkFunction('onError', onError);
  if (reconnect !== undefined) checkObject('reconnect', reconnect);
  if (login !== undefined && typeof login !== 'boolean') throw bad('login', login, 'true or false');
}
