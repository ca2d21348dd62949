import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import {
  createGateway,
  type Exchange,
  type ExchangeError,
  type Gateway,
  type GatewayOptions,
  interceptSocket,
  isExchangeError,
  oxFun,
  type SigningExchange,
  type SocketCommands,
  type SocketOptions,
} from '../../../src/index.ts';
import {
  type AttachOptions,
  type SimulatedExchange,
  type SimulatedSockets,
  type SimulateOptions,
  simulateExchange,
} from '../../../src/testing/index.ts';

export const credentials = { apiKey: 'key-5f0e9a1c', apiSecret: 'secret-77b1d2e4' };

export interface Setup {
  readonly exchange?: Exchange & Pick<SigningExchange<typeof credentials>, 'signer'>;
  readonly sim?: SimulateOptions;
  readonly attach?: AttachOptions;
  readonly gateway?: Partial<GatewayOptions>;
  readonly socket?: SocketOptions;
  /** One socket, and no factory. */
  readonly single?: boolean;
  /** No REST beside it. */
  readonly bare?: boolean;
}

export interface Opened {
  readonly sim: SimulatedExchange;
  readonly sockets: SimulatedSockets;
  readonly gateway: Gateway;
  readonly commands: SocketCommands;
  readonly base: string;
  readonly url: string;
  /** Frames as a listener of the user's own gets them. */
  readonly heard: string[];
}

export async function server(): Promise<{ readonly wss: WebSocketServer; readonly url: string }> {
  const wss = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(wss, 'listening');
  onTestFinished(async () => {
    for (const client of wss.clients) client.terminate();
    await new Promise((resolve) => wss.close(resolve));
  });
  const { port } = wss.address() as AddressInfo;
  return { wss, url: `ws://127.0.0.1:${port}` };
}

export async function open(setup: Setup = {}): Promise<Opened> {
  const { exchange = oxFun } = setup;
  const sim = simulateExchange(exchange, { credentials, limits: false, ...setup.sim });
  const base = await sim.listen();
  const { wss, url } = await server();
  const sockets = sim.attach(wss, setup.attach);
  const gateway = createGateway({
    exchange,
    sign: exchange.signer(credentials),
    limits: false,
    ...setup.gateway,
  });
  const heard: string[] = [];
  const make = (): WebSocket => {
    const socket = new WebSocket(url);
    socket.on('message', (data) => heard.push(String(data)));
    return socket;
  };
  const commands = interceptSocket(setup.single ? make() : make, gateway, {
    reconnect: { baseDelayMs: 10, maxDelayMs: 50, jitter: 'none' },
    ...(setup.bare !== true && { restOrigin: base }),
    ...setup.socket,
  });
  // Of the test, not of the file: files of one worker share this module, and a hook at its top would be the first file's alone.
  onTestFinished(async () => {
    commands.close();
    const { socket } = commands;
    if (socket instanceof WebSocket) socket.terminate();
    await gateway.close();
    await sockets.close();
    await sim.close();
  });
  return { sim, sockets, gateway, commands, base, url, heard };
}

/** An order of OX.FUN's. */
export function order(id: string, more: object = {}): Record<string, unknown> {
  const data = {
    clientOrderId: id,
    marketCode: 'BTC-USD-SWAP-LIN',
    side: 'BUY',
    orderType: 'LIMIT',
    quantity: '1',
    price: '10',
    ...more,
  };
  return { op: 'placeorder', data };
}

export async function caught(promise: Promise<unknown>): Promise<ExchangeError> {
  const error: unknown = await promise.then(
    (value) => new Error(`resolved with ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (isExchangeError(error)) return error;
  throw new Error('expected an ExchangeError', { cause: error });
}

export async function until(what: () => boolean, withinMs = 5000): Promise<void> {
  const endAt = performance.now() + withinMs;
  while (!what()) {
    if (performance.now() > endAt) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export const hmac = (text: string): string =>
  createHmac('sha256', credentials.apiSecret).update(text).digest('base64');
