import { expect, it } from 'vitest';
import { instrumentGateway } from '../../src/otel/index.ts';
import { open } from '../interceptors/socket/support.ts';
import { Recorder } from './support.ts';

const order = { side: 'BUY', quantity: 1, price: 100, orderType: 'LIMIT', timeInForce: 'GTC' };

it('commands over WebSocket have spans without the attributes of HTTP, and no request duration', async () => {
  const { gateway, commands } = await open();
  const recorder = new Recorder();
  instrumentGateway(gateway, recorder.providers);
  const addresses: unknown[] = [];
  gateway.on('call', ({ url, route, transport }) => addresses.push({ url, route, transport }));
  const data = { ...order, clientOrderId: 600_199, marketCode: 'BTC-USD-SWAP-LIN' };
  await commands.send({ op: 'placeorder', data });
  expect(addresses).toContainEqual({ url: undefined, route: '/placeorder', transport: 'ws' });
  const names = recorder.told.map(({ name, parent, failed }) => ({ name, parent, failed }));
  // The log-in is a call of its own, which the order waited for.
  expect(names).toEqual([
    { name: 'WS /login', parent: 'ox-fun WS /login', failed: false },
    { name: 'ox-fun WS /login', parent: undefined, failed: false },
    { name: 'WS /placeorder', parent: 'ox-fun WS /placeorder', failed: false },
    { name: 'ox-fun WS /placeorder', parent: undefined, failed: false },
  ]);
  expect(recorder.told[2]?.attributes).toEqual({
    'exchange.id': 'ox-fun',
    'exchange.attempt': 1,
    'exchange.transport': 'ws',
    'network.protocol.name': 'websocket',
    'exchange.phase': 'answered',
  });
  const metrics = (await recorder.metrics()).map(({ descriptor: { name } }) => name);
  expect(metrics).toContain('exchange.client.attempts');
  expect(metrics).not.toContain('http.client.request.duration');
  commands.close();
});
