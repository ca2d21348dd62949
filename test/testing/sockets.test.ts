import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { type SimulateOptions, simulateExchange } from '../../src/testing/index.ts';
import { oxFunCase } from './cases.ts';

const start = 1_700_000_000_000;

/** A connection without a network: what is said to the exchange, and what it says. */
class Wire extends EventEmitter {
  readonly readyState = 1;
  readonly heard: { readonly [name: string]: unknown }[] = [];

  send(data: string | Uint8Array): void {
    this.heard.push(JSON.parse(String(data)));
  }

  close(): void {
    this.emit('close');
  }

  terminate(): void {
    this.emit('close');
  }

  say(command: object): void {
    this.emit('message', JSON.stringify(command), false);
  }
}

function connect(options: SimulateOptions = {}) {
  const sim = simulateExchange(oxFunCase.exchange, { limits: false, ...options });
  const server = new EventEmitter();
  const sockets = sim.attach(server);
  const wire = new Wire();
  server.emit('connection', wire);
  return { sim, sockets, wire };
}

const order = (clientOrderId: string, more = {}) => ({
  op: 'placeorder',
  tag: clientOrderId,
  data: {
    clientOrderId,
    marketCode: 'BTC-USD-SWAP-LIN',
    side: 'BUY',
    orderType: 'LIMIT',
    quantity: 1,
    price: 10,
    ...more,
  },
});

describe('a command that is carried out late', () => {
  it('stands when its time has come, and nothing is said of it', () => {
    let at = start;
    const { sim, sockets, wire } = connect({ now: () => at });
    sockets.failNext({ kind: 'reply-lost', executedAfterMs: 3000 });
    wire.say(order('1'));
    expect([sim.executions('1'), wire.heard.length]).toEqual([0, 1]);
    at = start + 3000;
    expect(sim.orders[0]?.placed[0]?.at).toBe(start + 3000);
    wire.say(order('2'));
    expect(wire.heard.slice(1)).toMatchObject([{ tag: '2', submitted: true }]);
    expect(sim.log.map(({ clientOrderId, executed }) => [clientOrderId, executed])).toEqual([
      ['1', true],
      ['2', true],
    ]);
    expect(sockets.log.map(({ executed, fault }) => [executed, fault])).toEqual([
      [false, 'reply-lost'],
      [true, undefined],
    ]);
  });

  it('unless it is too late by its own word', () => {
    let at = start;
    const { sim, sockets, wire } = connect({ now: () => at });
    sockets.failNext({ kind: 'reply-lost', executedAfterMs: 3000 }, { times: 2 });
    wire.say(order('1', { timestamp: start, recvWindow: 3000 }));
    wire.say(order('2', { timestamp: start, recvWindow: 2999 }));
    at = start + 5000;
    expect([sim.executions('1'), sim.executions('2')]).toEqual([1, 0]);
    expect(sim.log.at(-1)).toMatchObject({ code: '100015', executed: false });
  });
});

describe('an amend over the socket', () => {
  it('is answered order by order, and refused where there is nothing to change', () => {
    const { sim, wire } = connect();
    wire.say(order('1'));
    const orderId = sim.orders[0]?.placed[0]?.orderId;
    sim.fill('1', 0.5);
    const marketCode = 'BTC-USD-SWAP-LIN';
    wire.say({
      op: 'modifyorders',
      tag: 'm',
      dataArray: [
        { marketCode, orderId, price: 12 },
        { marketCode, orderId, quantity: 0.4 },
        { marketCode, orderId, quantity: -1 },
        { marketCode, orderId, price: 12, timestamp: 1 },
        { marketCode, orderId: '5', price: 12 },
        { marketCode, price: 12 },
      ],
    });
    expect(wire.heard.slice(2).map(({ event, submitted, code }) => [event, submitted, code])).toEqual([
      ['modifyorder', true, undefined],
      ['modifyorder', false, '20006'],
      ['modifyorder', false, '20006'],
      ['modifyorder', false, '100015'],
      ['modifyorder', false, '100005'],
      ['modifyorder', false, '20028'],
    ]);
    expect(sim.orders[0]?.placed[0]).toMatchObject({ price: 12, quantity: 1, status: 'open' });
    wire.say({ op: 'modifyorder', data: { marketCode, orderId, quantity: 0.5 } });
    expect(sim.orders[0]?.placed[0]).toMatchObject({ quantity: 0.5, status: 'filled' });
  });
});
