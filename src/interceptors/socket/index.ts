// `interceptSocket`: its options, checked and resolved.

import type { Gateway } from '../../gateway.ts';
import { checkGateway } from '../../options/check-gateway.ts';
import { badSecret } from '../../options/check-value.ts';
import { alsoCalled, duration, flag, func, object, only, withDefault } from '../../options/kinds.ts';
import { type Resolved, resolve, type Shape } from '../../options/shape.ts';
import { backoff, backoffShape } from '../../policies/backoff.ts';
import { Commands, type CommandsSettings } from './commands.ts';
import type { SocketCommands, SocketOptions, WebSocketLike } from './types.ts';
import { isSocket } from './web-socket.ts';

const reconnectDefaults = { baseDelayMs: 500, maxDelayMs: 30_000, jitter: 'equal' } as const;

/**
 * Sends commands over a WebSocket through the gateway: limits, clock, log-in, classification, retries and reconcile as
 * over REST. Only adds listeners; a frame that is no reply to a command is neither parsed nor kept from other listeners.
 * @param source a socket, or a function that makes one: then a connection that drops is made anew, what is subscribed to
 * is subscribed to again, and what waits goes on. Listeners of your own belong into that function.
 * @throws {TypeError} that names what is wrong; for an exchange whose commands over WebSocket are not documented too.
 */
export function interceptSocket<Socket extends WebSocketLike>(
  source: Socket | (() => Socket),
  gateway: Gateway,
  options: SocketOptions = {},
): SocketCommands<Socket> {
  const given = checked(source, gateway, options);
  const { socket: protocol, name } = gateway.exchange;
  if (!protocol) {
    throw new TypeError(
      `${name} documents no commands over WebSocket: bring its protocol with extendExchange(exchange, { socket }).`,
    );
  }
  return new Commands(source, gateway, protocol, settingsOf(gateway, given));
}

type SocketDefault = 'timeoutMs' | 'connectTimeoutMs';
type Given = Resolved<SocketOptions, SocketDefault>;

export const socketShape: Shape<SocketOptions, SocketDefault> = {
  timeoutMs: withDefault(alsoCalled(duration({ min: 1 }), 'timeout'), 10_000),
  connectTimeoutMs: withDefault(alsoCalled(duration({ min: 1 }), 'handshakeTimeout'), 10_000),
  reconnect: object(backoffShape),
  restOrigin: only('a URL', (value) => URL.canParse(String(value))),
  fetch: func,
  login: flag,
  onError: func,
};

function checked(source: unknown, gateway: Gateway, options: SocketOptions): Given {
  if (typeof source !== 'function' && !isSocket(source)) {
    throw badSecret('interceptSocket socket', source, 'a WebSocket, or a function that makes one');
  }
  checkGateway('interceptSocket', gateway);
  return resolve({ owner: 'interceptSocket', path: '' }, socketShape, options);
}

function settingsOf(
  gateway: Gateway,
  { timeoutMs, connectTimeoutMs, reconnect, restOrigin, login, fetch, onError }: Given,
): CommandsSettings {
  return {
    timeoutMs,
    connectTimeoutMs,
    backoff: backoff({ ...reconnectDefaults, ...reconnect }),
    pausedMs: () => gateway.stats().pausedMs,
    restOrigin: restOrigin === undefined ? undefined : String(restOrigin),
    fetch,
    // A signature in every command needs no session.
    login: login ?? gateway.exchange.socket?.signs !== 'each',
    onError,
  };
}
